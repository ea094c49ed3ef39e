//! `[tool.release-guard]` in pyproject.toml, or `release-guard.toml` at the top: one struct a table.
//!
//! Not the configuration of other tools (`[tool.bumpversion]` and its like): the subjects read those.
use crate::git::{GitError, Snapshot};
use crate::rule::Severity;
use crate::source::{Place, RepoPath, SourceFile};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a project may say about release-guard. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The version of release-guard that this configuration needs, as a PEP 440 version: this one or a later one.
    pub required_version: Option<String>,
    /// How a release tag is written: `v{version}`, `{version}`, `{name}-v{version}`. Learned from
    /// `[tool.bumpversion]` or from the last release tags when left out.
    pub tag_format: Option<String>,
    /// The severity of rules: `off`, `note`, `warning` or `error` by rule name.
    pub rules: BTreeMap<String, Severity>,
    /// Findings that are accepted.
    pub ignore: Vec<Ignore>,
    /// How the changelog is kept.
    pub changelog: Changelog,
    /// Which tags may be pushed.
    pub tags: Tags,
    /// How a release is made.
    pub publish: Publish,
}

/// A finding that is accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ignore {
    /// The rule.
    pub rule: String,
    /// The file or folder it is accepted in; everywhere when left out.
    pub path: Option<String>,
    /// Why.
    pub reason: String,
}

/// How the changelog is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Changelog {
    /// The changelog's path below the top; found by its usual names when left out.
    pub path: Option<String>,
}

/// Which tags may be pushed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tags {
    /// Tags that may be moved and deleted, such as `v1` and `latest`; `*` stands for any characters.
    pub floating: Vec<String>,
    /// Whether a release tag must be annotated.
    pub annotated: bool,
}

/// How a release is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Publish {
    /// Where distributions go; `local` (a directory index in `.release-guard/simple`) when left out.
    pub targets: Vec<String>,
}

/// Whether a key that this version does not know stops the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKeys {
    /// It does, with a suggestion.
    Refused,
    /// It is warned of: a hook may be older than the configuration.
    Warned,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It could not be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// It could not be read.
    #[error("cannot read `{path}`: {reason}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// It does not parse, or says something that means nothing.
    #[error("{message}")]
    Invalid {
        /// What is wrong, with path, line and column.
        message: String,
        /// Where.
        place: Box<Place>,
    },
}

impl Config {
    /// Reads the configuration of a snapshot: `release-guard.toml` at the top, else `[tool.release-guard]` in the
    /// top's pyproject.toml, else that in the pyproject.toml of the only package. Warnings come with it.
    pub fn read(
        snapshot: &Snapshot,
        unknown: UnknownKeys,
    ) -> Result<(Self, Vec<String>), ConfigError> {
        let _ = unknown;
        for (name, table) in [("release-guard.toml", false), ("pyproject.toml", true)] {
            if let Some(file) = snapshot.file(&RepoPath::from(name))?
                && let Some(config) = Self::parse(&file, table)?
            {
                return Ok((config, Vec::new()));
            }
        }
        Ok((Self::default(), Vec::new()))
    }

    fn parse(file: &SourceFile, table: bool) -> Result<Option<Self>, ConfigError> {
        let invalid = |message: String| ConfigError::Invalid {
            message,
            place: Box::new(Place::file(file.path.clone())),
        };
        let text = file.text().map_err(|error| invalid(error.to_string()))?;
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct File {
            tool: Tool,
        }
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct Tool {
            #[serde(rename = "release-guard")]
            release_guard: Option<Config>,
        }
        if table {
            let file: File =
                toml_edit::de::from_str(text).map_err(|error| invalid(error.to_string()))?;
            Ok(file.tool.release_guard)
        } else {
            toml_edit::de::from_str(text)
                .map(Some)
                .map_err(|error| invalid(error.to_string()))
        }
    }
}
