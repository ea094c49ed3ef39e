//! The files that a configuration of bump-my-version names, changed as it says: one entry after the other, each on what the
//! one before it left.
//!
//! Nothing is written, and what is declared elsewhere is not looked at.
use super::BumpError;
use super::dialect::{Dialect, FileName, FileRules, Rules};
use super::form::Form;
use super::glob::Glob;
use super::pins::Pins;
use super::search;
use super::template::Context;
use crate::git::{EntryKind, Next, Snapshot};
use crate::project::{ProjectError, Toml};
use crate::source::{RepoPath, SourceFile};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by path, as they are to be.
pub(super) type Texts = BTreeMap<RepoPath, Arc<[u8]>>;

/// A file that says the version in a form of its own, and the two texts that it says.
#[derive(Debug, Clone)]
pub(super) struct OwnForm {
    pub(super) path: RepoPath,
    pub(super) before: String,
    pub(super) after: String,
}

/// What a bump's entries are applied to.
pub(super) struct Entries<'e> {
    pub(super) dialect: &'e Dialect,
    pub(super) form: &'e Form,
    pub(super) snapshot: &'e Snapshot,
    pub(super) context: Context<'e>,
    /// The part that is bumped; `None` where the whole version is given.
    pub(super) part: Option<&'e str>,
    /// The projects whose version it is.
    pub(super) own: &'e [String],
}

/// What the entries make of the files.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) texts: Texts,
    pub(super) own_forms: Vec<OwnForm>,
}

impl Entries<'_> {
    /// Applies the entries, and the common rules to further files.
    pub(super) fn apply(&self, further: &[RepoPath]) -> Result<Applied, BumpError> {
        let mut applied = Applied::default();
        let mut named: Vec<RepoPath> = Vec::new();
        for entry in &self.dialect.files {
            let rules = entry.rules.over(&self.dialect.common);
            let paths = self.paths(entry, &rules)?;
            named.extend(paths.iter().cloned());
            if self.is_left_out(entry) {
                continue;
            }
            for path in paths {
                self.change(&path, entry, &rules, &mut applied)?;
            }
        }
        let rules = &self.dialect.common;
        for path in further {
            let entry = FileRules {
                name: FileName::Path(path.to_string()),
                ..FileRules::default()
            };
            let found = self.snapshot.followed(path).map_err(ProjectError::from)?;
            match found {
                Some(path) if !named.contains(&path) => {
                    self.change(&path, &entry, rules, &mut applied)?;
                }
                Some(_) => {}
                None if rules.may_be_missing == Some(true) => {}
                None => return Err(self.missing(path.to_string())),
            }
        }
        Ok(applied)
    }

    /// The texts that entries with a `serialize` of their own say before and after.
    pub(super) fn own_forms(&self) -> Result<Vec<OwnForm>, BumpError> {
        let mut all = Vec::new();
        for entry in &self.dialect.files {
            if entry.rules.serialize.is_empty() {
                continue;
            }
            let rules = entry.rules.over(&self.dialect.common);
            let (before, after) = self.written(&rules)?;
            let paths = self.paths(entry, &rules)?.into_iter();
            all.extend(paths.map(|path| OwnForm {
                path,
                before: before.clone(),
                after: after.clone(),
            }));
        }
        Ok(all)
    }

    fn is_left_out(&self, entry: &FileRules) -> bool {
        let Some(part) = self.part else {
            return false;
        };
        let is_it = |name: &String| name == part;
        let included = entry.included.as_ref();
        included.is_some_and(|parts| !parts.iter().any(is_it)) || entry.excluded.iter().any(is_it)
    }

    fn missing(&self, path: String) -> BumpError {
        BumpError::NoFile {
            path,
            config: self.dialect.called(),
        }
    }

    /// The files that an entry names, links followed.
    fn paths(&self, entry: &FileRules, rules: &Rules) -> Result<Vec<RepoPath>, BumpError> {
        let found = match &entry.name {
            FileName::Path(name) => self.named(name)?.into_iter().collect(),
            FileName::Glob(glob, excluded) => self.matching(glob, excluded)?,
        };
        if found.is_empty() && rules.may_be_missing != Some(true) {
            return Err(self.missing(entry.name.text().to_owned()));
        }
        Ok(found)
    }

    /// The folder that a configured name counts from, and the rest of the name.
    fn rooted<'n>(&self, name: &'n str) -> (RepoPath, &'n str) {
        let top = name.strip_prefix("{repo_root}/");
        match top {
            Some(rest) => (RepoPath::top(), rest),
            None => (self.dialect.folder(), name.trim_start_matches("./")),
        }
    }

    fn named(&self, name: &str) -> Result<Option<RepoPath>, BumpError> {
        let (folder, rest) = self.rooted(name);
        for folder in [folder, RepoPath::top()] {
            let path = folder.join(rest);
            let found = path.map(|path| self.snapshot.followed(&path)).transpose();
            if let Some(path) = found.map_err(ProjectError::from)?.flatten() {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    fn matching(&self, glob: &str, excluded: &[String]) -> Result<Vec<RepoPath>, BumpError> {
        let parse = |text: &str| {
            let (folder, rest) = self.rooted(text);
            Glob::parse(rest, &folder).map_err(|error| BumpError::Glob {
                config: self.dialect.called(),
                error,
            })
        };
        let wanted = parse(glob)?;
        let excluded: Vec<Glob> = excluded
            .iter()
            .map(|text| parse(text))
            .collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        let walked = self.snapshot.walk(&mut |entry| {
            if entry.kind == EntryKind::Folder {
                let leads = wanted
                    .folders()
                    .any(|folder| folder.is_below(entry.path) || entry.path.is_below(folder));
                return if leads { Next::Into } else { Next::Over };
            }
            if wanted.finds(entry.path, &excluded) {
                found.push(entry.path.clone());
            }
            Next::Into
        });
        walked.map_err(ProjectError::from)?;
        let mut paths = Vec::new();
        for path in found {
            let real = self.snapshot.followed(&path).map_err(ProjectError::from)?;
            paths.extend(real);
        }
        Ok(paths)
    }

    /// The texts of the two versions as some rules write them.
    fn written(&self, rules: &Rules) -> Result<(String, String), BumpError> {
        let common = &self.dialect.common;
        let is_own = rules.serialize != common.serialize || rules.parse != common.parse;
        let Some((before, after)) = self.context.parts.filter(|_| is_own) else {
            return Ok((self.context.current.to_owned(), self.context.new.to_owned()));
        };
        // A file's own pattern takes nothing apart, since the version is known; but it has to be one.
        super::form::pattern(rules)?;
        let serialize = rules.serialize();
        let form = self.form.writing(&serialize)?;
        let others = |name: &str| self.context.value(name);
        Ok((form.write(before, &others)?, form.write(after, &others)?))
    }

    fn change(
        &self,
        path: &RepoPath,
        entry: &FileRules,
        rules: &Rules,
        applied: &mut Applied,
    ) -> Result<(), BumpError> {
        let now = match applied.texts.get(path) {
            Some(text) => Some(SourceFile::new(path.clone(), text.clone())),
            None => self.snapshot.file(path).map_err(ProjectError::from)?,
        };
        let Some(file) = now else {
            return Err(self.missing(path.to_string()));
        };
        let (current, new) = self.written(rules)?;
        let context = self.context.with(&current, &new);
        if !entry.rules.serialize.is_empty() {
            applied.own_forms.push(OwnForm {
                path: path.clone(),
                before: current.clone(),
                after: new.clone(),
            });
        }
        let changed = |file: &SourceFile| match &entry.key_path {
            Some(key) => keyed(file, key, rules, &context),
            None => search::changed(file, rules, &context, &Pins::of(file, self.own)),
        };
        let found = match (changed(&file), applied.texts.contains_key(path)) {
            // An entry before this one changed what this one is about.
            (Err(BumpError::NotFound { .. }), true) if self.was_there(path, &changed)? => None,
            (found, _) => found?,
        };
        if let Some(text) = found {
            applied.texts.insert(path.clone(), text.into_bytes().into());
        }
        Ok(())
    }
}

impl Entries<'_> {
    /// Whether an entry finds something in a file as it was before all entries.
    fn was_there(
        &self,
        path: &RepoPath,
        changed: &dyn Fn(&SourceFile) -> Result<Option<String>, BumpError>,
    ) -> Result<bool, BumpError> {
        let file = self.snapshot.file(path).map_err(ProjectError::from)?;
        Ok(file.is_some_and(|file| changed(&file).is_ok()))
    }
}

/// Returns a TOML file's text with one key changed and nothing else; `None` where that is not there and need not be.
fn keyed(
    file: &SourceFile,
    key: &str,
    rules: &Rules,
    context: &Context<'_>,
) -> Result<Option<String>, BumpError> {
    let refuse = |reason: &str| BumpError::NoKey {
        key: key.to_owned(),
        path: file.path.clone(),
        reason: reason.to_owned(),
    };
    if !file.path.file_name().ends_with(b".toml") {
        return Err(refuse("only TOML files have keys that can be named"));
    }
    let toml = Toml::parse(file.clone())?;
    let keys: Vec<&str> = key.split('.').collect();
    let Some(text) = toml.text(&keys) else {
        return match rules.may_lack_version == Some(true) || rules.may_be_missing == Some(true) {
            true => Ok(None),
            false => Err(refuse("there is no such text in it")),
        };
    };
    let whole = file.text().unwrap_or_default();
    if whole.get(text.span.clone()) != Some(text.value.as_str()) {
        return Err(refuse("it is written with escapes; write it plainly first"));
    }
    let value = SourceFile::new(file.path.clone(), text.value.as_bytes());
    let changed = match search::changed(&value, rules, context, &Pins::default()) {
        Err(BumpError::NotFound { search, .. }) => {
            return Err(refuse(&format!(
                "it is `{}`, without `{search}`",
                text.value
            )));
        }
        changed => changed?,
    };
    Ok(changed.map(|changed| {
        let mut whole = whole.to_owned();
        whole.replace_range(text.span, &changed);
        whole
    }))
}
