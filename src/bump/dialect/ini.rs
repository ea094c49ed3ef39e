//! `[bumpversion]` in `.bumpversion.cfg` and setup.cfg, with its sections `bumpversion:file:…`, `:glob:…`, `:part:…`.
//!
//! Not `configparser`: `Ini` is.
use super::{Dialect, FileName, FileRules, PartRules, Rules, Settings};
use crate::bump::BumpError;
use crate::project::{Ini, ProjectError};

/// Reads the sections; `None` where there is none. What Python refuses to read is refused.
pub(super) fn read(ini: &Ini) -> Result<Option<Dialect>, BumpError> {
    let section = |name| Section {
        ini,
        name,
        // Python reads setup.cfg with interpolation.
        doubles_percent: ini.file.path.file_name() == b"setup.cfg",
    };
    let common = section("bumpversion");
    let mut names = ini.sections().iter();
    if !names.any(|name| name.starts_with("bumpversion")) {
        return Ok(None);
    }
    let mut known: Vec<&String> = Vec::new();
    for name in ini.sections() {
        if known.contains(&name) {
            let reason = format!("the section `[{name}]` is there twice");
            return Err(ProjectError::syntax(&ini.file, 0..0, reason).into());
        }
        known.push(name);
        section(name).check()?;
    }
    let mut dialect = Dialect {
        path: Some(ini.file.path.clone()),
        current: common.text("current_version"),
        current_place: ini
            .get("bumpversion", "current_version")
            .map(|entry| ini.file.place(entry.span.clone(), "")),
        common: common.rules(),
        settings: common.settings(),
        ..Dialect::default()
    };
    for name in ini.sections() {
        // `file:NAME`, `file(what for):NAME`, `glob:PATTERN`, `part:NAME`
        let Some(rest) = name.strip_prefix("bumpversion:") else {
            continue;
        };
        let Some((what, named)) = rest.split_once(':') else {
            continue;
        };
        let section = section(name);
        let named = named.trim();
        if what.starts_with("part") {
            dialect.parts.insert(named.to_owned(), section.part());
        } else if what.starts_with("file") {
            let name = FileName::Path(named.to_owned());
            dialect.files.push(section.file(name));
        } else if what.starts_with("glob") {
            let name = FileName::Glob(named.to_owned(), section.texts("glob_exclude"));
            dialect.files.push(section.file(name));
        }
    }
    Ok(Some(dialect))
}

/// Reads what is true or false in these files; `None` for any other word.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "y" | "on" => Some(true),
        "false" | "f" | "0" | "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

struct Section<'i> {
    ini: &'i Ini,
    name: &'i str,
    doubles_percent: bool,
}

impl Section<'_> {
    /// Refuses a `%` that Python would take for the beginning of a name.
    fn check(&self) -> Result<(), BumpError> {
        let entries = self.ini.entries(self.name);
        for entry in
            entries.filter(|_| self.doubles_percent && self.name.starts_with("bumpversion"))
        {
            if entry.value.replace("%%", "").contains('%') {
                let file = &self.ini.file;
                let reason = "a `%` in setup.cfg is written `%%`";
                return Err(ProjectError::syntax(file, entry.span.clone(), reason).into());
            }
        }
        Ok(())
    }

    fn text(&self, key: &str) -> Option<String> {
        let value = &self.ini.get(self.name, key)?.value;
        Some(match self.doubles_percent {
            true => value.replace("%%", "%"),
            false => value.clone(),
        })
    }

    /// The items of a list: one a line, or between commas in one line.
    fn texts(&self, key: &str) -> Vec<String> {
        let Some(text) = self.text(key) else {
            return Vec::new();
        };
        let parts: Vec<&str> = match text.contains('\n') {
            true => text.lines().collect(),
            false => text.split(',').map(str::trim).collect(),
        };
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    }

    /// The lines of a list whose items may hold commas.
    fn lines(&self, key: &str) -> Vec<String> {
        let text = self.text(key).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn truth(&self, key: &str) -> Option<bool> {
        truth(&self.text(key)?)
    }

    fn rules(&self) -> Rules {
        Rules {
            parse: self.text("parse"),
            serialize: self.lines("serialize"),
            search: self.text("search"),
            replace: self.text("replace"),
            regex: self.truth("regex"),
            may_lack_version: self.truth("ignore_missing_version"),
            may_be_missing: self
                .truth("ignore_missing_file")
                .or_else(|| self.truth("ignore_missing_files")),
        }
    }

    fn settings(&self) -> Settings {
        let truth = |key| self.truth(key).unwrap_or(false);
        Settings {
            message: self.text("message"),
            tag_name: self.text("tag_name"),
            tag_message: self.text("tag_message"),
            moveable_tags: self.texts("moveable_tags"),
            commit_args: self.text("commit_args"),
            commit: truth("commit"),
            tag: truth("tag"),
            sign_tags: truth("sign_tags"),
            push_tag: truth("push_tag"),
            allow_dirty: self.truth("allow_dirty"),
            allow_dirty_files: self.texts("allow_dirty_files"),
            setup_hooks: self.lines("setup_hooks"),
            pre_commit_hooks: self.lines("pre_commit_hooks"),
            post_commit_hooks: self.lines("post_commit_hooks"),
            allow_shell_hooks: truth("allow_shell_hooks"),
        }
    }

    fn file(&self, name: FileName) -> FileRules {
        FileRules {
            name,
            key_path: self.text("key_path"),
            rules: self.rules(),
            included: self
                .text("include_bumps")
                .map(|_| self.texts("include_bumps")),
            excluded: self.texts("exclude_bumps"),
        }
    }

    fn part(&self) -> PartRules {
        PartRules {
            values: self.texts("values"),
            optional: self.text("optional_value"),
            first: self.text("first_value"),
            is_independent: self.truth("independent").unwrap_or(false),
            always_grows: self.truth("always_increment"),
            calver: self.text("calver_format"),
            depends_on: self.text("depends_on"),
        }
    }
}
