//! The configuration of bump-my-version, in pyproject.toml, `.bumpversion.toml`, `.bumpversion.cfg` or setup.cfg.
//!
//! Read, not obeyed: `plan` decides what becomes of it.
use super::BumpError;
use crate::git::Snapshot;
use crate::project::{Ini, Toml};
use crate::source::RepoPath;
use toml_edit::{Item, TableLike, Value};

/// What a project says to bump-my-version.
#[derive(Debug, Clone, Default)]
pub(super) struct Dialect {
    /// The file it says it in.
    pub(super) path: RepoPath,
    pub(super) current: Option<String>,
    pub(super) common: Rules,
    pub(super) files: Vec<FileRules>,
    pub(super) message: Option<String>,
    pub(super) tag_name: Option<String>,
    pub(super) tag_message: Option<String>,
    pub(super) commit: bool,
    pub(super) tag: bool,
    pub(super) allow_dirty: bool,
    pub(super) hooks: Vec<String>,
}

/// How a version is found and written; what a file does not say is said for all.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub(super) parse: Option<String>,
    pub(super) serialize: Vec<String>,
    pub(super) search: Option<String>,
    pub(super) replace: Option<String>,
    pub(super) regex: Option<bool>,
    pub(super) may_lack_version: Option<bool>,
    pub(super) may_be_missing: Option<bool>,
}

/// A file that is to be changed.
#[derive(Debug, Clone, Default)]
pub(super) struct FileRules {
    pub(super) filename: String,
    pub(super) is_glob: bool,
    pub(super) key_path: Option<String>,
    pub(super) rules: Rules,
}

impl Rules {
    /// These rules, with the common ones where they say nothing.
    pub(super) fn over(&self, common: &Self) -> Self {
        let text =
            |own: &Option<String>, common: &Option<String>| own.clone().or_else(|| common.clone());
        Self {
            parse: text(&self.parse, &common.parse),
            serialize: if self.serialize.is_empty() {
                common.serialize.clone()
            } else {
                self.serialize.clone()
            },
            search: text(&self.search, &common.search),
            replace: text(&self.replace, &common.replace),
            regex: self.regex.or(common.regex),
            may_lack_version: self.may_lack_version.or(common.may_lack_version),
            may_be_missing: self.may_be_missing.or(common.may_be_missing),
        }
    }
}

/// One table or section, whatever its format.
trait Keys {
    fn texts(&self, key: &str) -> Vec<String>;

    fn text(&self, key: &str) -> Option<String> {
        self.texts(key).into_iter().next()
    }

    fn truth(&self, key: &str) -> Option<bool> {
        let text = self.text(key)?.to_lowercase();
        Some(matches!(text.as_str(), "true" | "1" | "yes" | "on"))
    }

    fn rules(&self) -> Rules {
        Rules {
            parse: self.text("parse"),
            serialize: self.texts("serialize"),
            search: self.text("search"),
            replace: self.text("replace"),
            regex: self.truth("regex"),
            may_lack_version: self.truth("ignore_missing_version"),
            may_be_missing: self
                .truth("ignore_missing_file")
                .or_else(|| self.truth("ignore_missing_files")),
        }
    }
}

impl Keys for &dyn TableLike {
    fn texts(&self, key: &str) -> Vec<String> {
        let one = |value: &Value| match value {
            Value::Boolean(truth) => Some(truth.value().to_string()),
            other => other.as_str().map(str::to_owned),
        };
        match self.get(key).and_then(Item::as_value) {
            Some(Value::Array(array)) => array.iter().filter_map(one).collect(),
            Some(value) => one(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

/// A section of an INI file.
struct Section<'i>(&'i Ini, &'i str);

impl Keys for Section<'_> {
    fn texts(&self, key: &str) -> Vec<String> {
        let Some(entry) = self.0.get(self.1, key) else {
            return Vec::new();
        };
        if key == "serialize" || key.ends_with("_hooks") {
            return entry.value.lines().map(str::to_owned).collect();
        }
        vec![entry.value.clone()]
    }
}

impl Dialect {
    /// Reads the configuration in a file of the snapshot.
    pub(super) fn read(path: &RepoPath, snapshot: &Snapshot) -> Result<Option<Self>, BumpError> {
        let Some(file) = snapshot
            .file(path)
            .map_err(crate::project::ProjectError::from)?
        else {
            return Ok(None);
        };
        if !path.file_name().ends_with(b".toml") {
            return Ok(Some(Self::of_ini(&Ini::parse(file)?)));
        }
        let toml = Toml::parse(file)?;
        let table = toml
            .get(&["tool", "bumpversion"])
            .and_then(Item::as_table_like);
        Ok(table.map(|table| Self::of_table(table, path.clone())))
    }

    fn of_keys(keys: &impl Keys, path: RepoPath) -> Self {
        let truth = |key| keys.truth(key).unwrap_or(false);
        let hooks = ["setup_hooks", "pre_commit_hooks", "post_commit_hooks"];
        Self {
            path,
            current: keys.text("current_version"),
            common: keys.rules(),
            files: Vec::new(),
            message: keys.text("message"),
            tag_name: keys.text("tag_name"),
            tag_message: keys.text("tag_message"),
            commit: truth("commit"),
            tag: truth("tag"),
            allow_dirty: truth("allow_dirty"),
            hooks: hooks.iter().flat_map(|key| keys.texts(key)).collect(),
        }
    }

    fn of_table(table: &dyn TableLike, path: RepoPath) -> Self {
        let mut dialect = Self::of_keys(&table, path);
        let entries: Vec<&dyn TableLike> = match table.get("files") {
            Some(Item::ArrayOfTables(tables)) => {
                tables.iter().map(|table| table as &dyn TableLike).collect()
            }
            Some(Item::Value(Value::Array(array))) => array
                .iter()
                .filter_map(|value| value.as_inline_table())
                .map(|table| table as &dyn TableLike)
                .collect(),
            _ => Vec::new(),
        };
        for entry in entries {
            let glob = entry.text("glob");
            dialect.files.push(FileRules {
                is_glob: glob.is_some(),
                filename: entry.text("filename").or(glob).unwrap_or_default(),
                key_path: entry.text("key_path"),
                rules: entry.rules(),
            });
        }
        dialect
    }

    fn of_ini(ini: &Ini) -> Self {
        let mut dialect = Self::of_keys(&Section(ini, "bumpversion"), ini.file.path.clone());
        for section in ini.sections() {
            let Some(rest) = section.strip_prefix("bumpversion:") else {
                continue;
            };
            // `file:NAME`, `file(what for):NAME`, `glob:PATTERN`
            let Some((what, filename)) = rest.split_once(':') else {
                continue;
            };
            if !what.starts_with("file") && !what.starts_with("glob") {
                continue;
            }
            dialect.files.push(FileRules {
                filename: filename.trim().to_owned(),
                is_glob: what.starts_with("glob"),
                key_path: None,
                rules: Section(ini, section).rules(),
            });
        }
        dialect
    }
}
