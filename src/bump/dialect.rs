//! The configuration of bump-my-version, in pyproject.toml, `.bumpversion.toml`, `.bumpversion.cfg` or setup.cfg.
//!
//! Read, not obeyed: `plan` decides what becomes of it. Its keys are those of bump-my-version 1.8; what stands there beside
//! them is passed over, as it does.
mod ini;
mod toml;

use super::{BumpError, Overrides};
use crate::git::Snapshot;
use crate::project::{Ini, Toml};
use crate::source::{Place, RepoPath, SourceFile};
use std::collections::BTreeMap;

/// How a version is taken apart where nothing is configured.
pub(super) const PARSE: &str = r"(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)";
/// How a version is written where nothing is configured.
pub(super) const SERIALIZE: &str = "{major}.{minor}.{patch}";
/// What is searched where nothing is configured.
pub(super) const SEARCH: &str = "{current_version}";
/// What takes its place where nothing is configured.
pub(super) const REPLACE: &str = "{new_version}";

/// What a project says to bump-my-version.
#[derive(Debug, Clone, Default)]
pub(super) struct Dialect {
    /// The file it says it in; `None` where the command line says it all.
    pub(super) path: Option<RepoPath>,
    pub(super) current: Option<String>,
    /// Where that stands.
    pub(super) current_place: Option<Place>,
    pub(super) common: Rules,
    pub(super) parts: BTreeMap<String, PartRules>,
    pub(super) files: Vec<FileRules>,
    pub(super) settings: Settings,
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

/// How one part of a version grows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PartRules {
    pub(super) values: Vec<String>,
    pub(super) optional: Option<String>,
    pub(super) first: Option<String>,
    pub(super) is_independent: bool,
    pub(super) always_grows: Option<bool>,
    pub(super) calver: Option<String>,
    pub(super) depends_on: Option<String>,
}

/// A file, or the files of a glob, that are to be changed.
#[derive(Debug, Clone, Default)]
pub(super) struct FileRules {
    pub(super) name: FileName,
    pub(super) key_path: Option<String>,
    pub(super) rules: Rules,
    /// The parts whose bump changes it; all of them when `None`.
    pub(super) included: Option<Vec<String>>,
    /// The parts whose bump leaves it alone.
    pub(super) excluded: Vec<String>,
}

/// How files are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FileName {
    /// By its path, from the folder of the configuration.
    Path(String),
    /// By a pattern, less what other patterns take away.
    Glob(String, Vec<String>),
}

impl Default for FileName {
    fn default() -> Self {
        Self::Path(String::new())
    }
}

impl FileName {
    /// As it is configured.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Path(text) | Self::Glob(text, _) => text,
        }
    }
}

/// What is said about commit, tag, and the commands around them. Its texts are templates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) message: Option<String>,
    pub(super) tag_name: Option<String>,
    pub(super) tag_message: Option<String>,
    pub(super) moveable_tags: Vec<String>,
    pub(super) commit_args: Option<String>,
    pub(super) commit: bool,
    pub(super) tag: bool,
    pub(super) sign_tags: bool,
    pub(super) push_tag: bool,
    pub(super) allow_dirty: Option<bool>,
    pub(super) allow_dirty_files: Vec<String>,
    pub(super) setup_hooks: Vec<String>,
    pub(super) pre_commit_hooks: Vec<String>,
    pub(super) post_commit_hooks: Vec<String>,
    pub(super) allow_shell_hooks: bool,
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

    pub(super) fn search(&self) -> &str {
        self.search.as_deref().unwrap_or(SEARCH)
    }

    pub(super) fn replace(&self) -> &str {
        self.replace.as_deref().unwrap_or(REPLACE)
    }

    pub(super) fn parse(&self) -> &str {
        self.parse.as_deref().unwrap_or(PARSE)
    }

    pub(super) fn serialize(&self) -> Vec<String> {
        match self.serialize.as_slice() {
            [] => vec![SERIALIZE.to_owned()],
            own => own.to_vec(),
        }
    }
}

impl Dialect {
    /// Reads the configuration in a file of the snapshot; `None` where the file has none.
    pub(super) fn read(path: &RepoPath, snapshot: &Snapshot) -> Result<Option<Self>, BumpError> {
        let Some(file) = snapshot
            .file(path)
            .map_err(crate::project::ProjectError::from)?
        else {
            return Ok(None);
        };
        Self::parse(file)
    }

    /// Reads the configuration in a file; `None` where the file has none.
    pub(super) fn parse(file: SourceFile) -> Result<Option<Self>, BumpError> {
        match file.path.file_name().ends_with(b".toml") {
            true => toml::read(&Toml::parse(file)?),
            false => ini::read(&Ini::parse(file)?),
        }
    }

    /// The configuration with what the command line says instead.
    pub(super) fn with(mut self, said: &Overrides) -> Self {
        fn put<T: Clone>(own: &mut Option<T>, said: &Option<T>) {
            if said.is_some() {
                own.clone_from(said);
            }
        }
        put(&mut self.current, &said.current_version);
        put(&mut self.common.parse, &said.parse);
        put(&mut self.common.search, &said.search);
        put(&mut self.common.replace, &said.replace);
        put(&mut self.common.regex, &said.regex);
        put(&mut self.common.may_be_missing, &said.ignore_missing_files);
        put(
            &mut self.common.may_lack_version,
            &said.ignore_missing_version,
        );
        if !said.serialize.is_empty() {
            self.common.serialize.clone_from(&said.serialize);
        }
        let own = &mut self.settings;
        put(&mut own.message, &said.message);
        put(&mut own.tag_name, &said.tag_name);
        put(&mut own.tag_message, &said.tag_message);
        put(&mut own.commit_args, &said.commit_args);
        put(&mut own.allow_dirty, &said.allow_dirty);
        own.commit = said.commit.unwrap_or(own.commit);
        own.tag = said.tag.unwrap_or(own.tag);
        own.sign_tags = said.sign_tags.unwrap_or(own.sign_tags);
        own.push_tag = said.push_tag.unwrap_or(own.push_tag);
        if said.no_configured_files {
            self.files.clear();
        }
        self
    }

    /// The folder that its file names count from.
    pub(super) fn folder(&self) -> RepoPath {
        let path = self.path.as_ref();
        path.and_then(RepoPath::parent).unwrap_or_default()
    }

    /// The configuration's file in a sentence.
    pub(super) fn called(&self) -> String {
        match &self.path {
            Some(path) => path.to_string(),
            None => "the command line".into(),
        }
    }
}
