//! `[tool.release-guard]` in pyproject.toml, or `release-guard.toml` at the top: one struct a table.
//!
//! Not the configuration of other tools (`[tool.bumpversion]` and its like): the subjects read those.
mod bump;
#[cfg(test)]
mod docs;
mod parse;
mod publish;
mod wildcard;

pub use bump::{Bump, PreReleaseBump};
pub use publish::{Building, CommitBy, Publish, SmokeTest, TrustedPublishing};
pub use wildcard::matches;

use crate::bump::{Counting, Counts};
use crate::flags::Flags;
use crate::git::{GitError, Snapshot};
use crate::project;
use crate::rule::Severity;
use crate::source::{Place, RepoPath, SourceFile};
use crate::terminal::Terminal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Where a configuration may stand in a project, the first one wins; `true` for those with `[tool.release-guard]`.
const PLACES: [(&str, bool); 3] = [
    ("release-guard.toml", false),
    ("pyproject.toml", true),
    ("src/pyproject.toml", true),
];

/// What a project may say about release-guard. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The version of release-guard that this configuration needs, as a PEP 440 version: this one or a later one.
    #[cfg_attr(test, schemars(example = "0.1.0"))]
    pub required_version: Option<String>,
    /// How a release tag is written: `v{version}`, `{version}`, `{name}-v{version}`, or `rel_{version_underscored}` for
    /// `rel_1_2_3`. When left out, it is what the project tells bump-my-version (`tag_name`), commitizen or
    /// python-semantic-release (`tag_format`), or setuptools-scm, hatch-vcs, versioningit or pdm (the tags that they are to
    /// read), in this order; else the form that the last three release tags have; else `v{version}`.
    #[cfg_attr(test, schemars(example = "v{version}"))]
    pub tag_format: Option<String>,
    /// The severity of rules: `off`, `note`, `warning` or `error` by rule name.
    #[cfg_attr(test, schemars(example = serde_json::json!({"stale-citation": "off"})))]
    pub rules: BTreeMap<String, Severity>,
    /// Findings that are accepted.
    #[serde(deserialize_with = "parse::tables")]
    pub ignore: Vec<Ignore>,
    /// Texts that hold the version beside the places that are found by themselves.
    #[serde(deserialize_with = "parse::tables")]
    pub places: Vec<TextPlace>,
    /// Groups of packages that always have the same version, by their project names; `"*"` stands for all packages.
    #[cfg_attr(test, schemars(example = [["core", "cli"]]))]
    pub linked: Vec<Vec<String>>,
    /// How the changelog is kept.
    #[serde(deserialize_with = "parse::table")]
    pub changelog: Changelog,
    /// Which tags may be pushed.
    #[serde(deserialize_with = "parse::table")]
    pub tags: Tags,
    /// What wheels hold.
    #[serde(deserialize_with = "parse::table")]
    pub dist: Dist,
    /// How versions are counted, in a project without a configuration of bump-my-version.
    #[serde(deserialize_with = "parse::table")]
    pub bump: Bump,
    /// How a release is made.
    #[serde(deserialize_with = "parse::table")]
    pub publish: Publish,
    /// Package indexes to which `publish upload --index NAME` uploads, by name. `pypi` and `testpypi` are known.
    #[serde(deserialize_with = "parse::named_tables")]
    pub indexes: BTreeMap<String, Index>,
    /// Where the rules of `rules` are named.
    #[serde(skip)]
    pub rule_places: BTreeMap<String, Place>,
}

/// A finding that is accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ignore {
    /// The rule, by its name or a peer's code for it.
    #[cfg_attr(test, schemars(example = "untracked-declaration"))]
    pub rule: String,
    /// The file or folder it is accepted in, from the top of the project; everywhere when left out. `*` stands for any
    /// characters. For a finding in a distribution: its file name, or the name of the member.
    #[cfg_attr(test, schemars(example = "docs/conf.py"))]
    pub path: Option<String>,
    /// Why; an acceptance without a reason is itself a finding.
    #[serde(default)]
    #[cfg_attr(test, schemars(example = "the documentation shows the last release"))]
    pub reason: String,
    /// Where it is said.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// A text that holds the version of a package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextPlace {
    /// The file, from the top of the project.
    #[cfg_attr(test, schemars(example = "README.md"))]
    pub path: String,
    /// The text, with `{version}` where the version stands. It is compared as it is, not as a regular expression.
    #[cfg_attr(test, schemars(example = "pip install pkg=={version}"))]
    pub pattern: String,
    /// How many times the text is in the file; at least once when left out.
    #[cfg_attr(test, schemars(example = 2))]
    pub count: Option<usize>,
    /// The package whose version it is, by its project name; when left out, the one whose folder holds the file, or the
    /// only one.
    #[cfg_attr(test, schemars(example = &"core"))]
    pub package: Option<String>,
    /// Whether the version is written there as PEP 440 says (`pep440`, the usual case) or as SemVer says (`semver`).
    #[serde(default)]
    #[cfg_attr(test, schemars(example = &"semver"))]
    pub form: Form,
    /// Where it is said.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// How a version is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// As PEP 440 says: `1.2.0rc1`.
    #[default]
    Pep440,
    /// As SemVer 2.0 says: `1.2.0-rc.1`.
    SemVer,
}

/// How the changelog is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Changelog {
    /// The changelog's path below the top; found by its usual names when left out.
    #[cfg_attr(test, schemars(example = "docs/changes.md"))]
    pub path: Option<String>,
}

/// Which tags may be pushed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tags {
    /// Tags that may be moved and deleted, such as `v1` and `latest`; `*` stands for any characters.
    #[cfg_attr(test, schemars(example = ["v1", "latest"]))]
    pub floating: Vec<String>,
    /// Whether a release tag must be annotated.
    #[cfg_attr(test, schemars(example = true))]
    pub annotated: bool,
    /// Whether a release tag must be signed, with a key of PGP or SSH or with a certificate.
    #[cfg_attr(test, schemars(example = true))]
    pub signed: bool,
    /// Whether the signature of a release tag is verified where it is judged, as `git verify-tag` does with the keys that
    /// git's configuration names there; it must be signed then.
    #[cfg_attr(test, schemars(example = true))]
    pub verify: bool,
}

impl Tags {
    /// Whether a tag may be moved and deleted.
    pub fn is_floating(&self, name: &str) -> bool {
        let fits = |pattern: &String| matches(pattern.as_bytes(), name.as_bytes());
        self.floating.iter().any(fits)
    }
}

/// What wheels hold. The keys are those of check-wheel-contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dist {
    /// The names of the files and folders at the top of a wheel's library; nothing else may be there.
    #[cfg_attr(test, schemars(example = ["demo"]))]
    pub toplevel: Option<Vec<String>>,
    /// Packages and modules, as paths from the top of the project, whose files are in the wheel; nothing else may be.
    #[cfg_attr(test, schemars(example = ["src/demo"]))]
    pub package: Vec<String>,
    /// Folders, as paths from the top of the project, whose content is in the wheel; nothing else may be.
    #[cfg_attr(test, schemars(example = ["src"]))]
    pub src_dir: Vec<String>,
    /// Files and folders of `package` and `src-dir` that are not in the wheel: patterns for the ends of their paths, in
    /// which `*` stands for any characters. When left out: `.*`, `CVS`, `RCS`, `*.pyc`, `*.pyo`, `*.egg-info`.
    #[cfg_attr(test, schemars(example = ["tests", "*.pyc"]))]
    pub package_omit: Option<Vec<String>>,
}

/// A package index that takes uploads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Index {
    /// The address that files are uploaded to: what twine has as `--repository-url`.
    #[cfg_attr(test, schemars(example = "https://pypi.example.org/legacy/"))]
    pub upload: String,
    /// The address that files are installed from: what pip has as `--index-url`. It is looked at before and after an
    /// upload. When left out: `simple/` below the address for uploads, or in the place of a last `legacy/`.
    #[cfg_attr(test, schemars(example = "https://pypi.example.org/simple/"))]
    pub simple: Option<String>,
    /// The user's name, where the place that has the password does not tell it.
    #[cfg_attr(test, schemars(example = &"__token__"))]
    pub username: Option<String>,
    /// A file with the certificates, in PEM form, that are trusted at this index instead of the machine's own.
    #[cfg_attr(test, schemars(example = &"/etc/ssl/corp.pem"))]
    pub ca_cert: Option<String>,
    /// Whether it is shown the identity of the CI job; as `publish.trusted-publishing` says when left out.
    #[cfg_attr(test, schemars(example = &"never"))]
    pub trusted_publishing: Option<TrustedPublishing>,
    /// Whether it takes attestations, as PyPI does; as `publish.attestations` says when left out.
    #[cfg_attr(test, schemars(example = true))]
    pub attestations: Option<bool>,
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
    #[error("{location}: {message}")]
    Invalid {
        /// Path, line and column.
        location: String,
        /// What is wrong; the way out is a last line `hint: …`.
        message: String,
        /// Where.
        place: Box<Place>,
    },
}

impl Config {
    /// Reads the configuration that a program works by, as `of` does, and tells its warnings.
    pub fn open(
        snapshot: &Snapshot,
        flags: &Flags,
        unknown: UnknownKeys,
        terminal: &Terminal,
    ) -> Result<Self, ConfigError> {
        let (config, warnings) = Self::of(snapshot, flags, unknown)?;
        for warning in &warnings {
            terminal.warn(warning);
        }
        Ok(config)
    }

    /// What it says about the places of versions, as plain data.
    pub fn versions(&self) -> project::Settings {
        let places = self.places.iter().map(|text| project::TextPlace {
            path: text.path.clone(),
            pattern: text.pattern.clone(),
            count: text.count,
            package: text.package.clone(),
            form: match text.form {
                Form::Pep440 => project::Form::Pep440,
                Form::SemVer => project::Form::SemVer,
            },
            place: text.place.clone(),
        });
        project::Settings {
            places: places.collect(),
        }
    }

    /// What it says about counting versions, as plain data.
    pub fn counts(&self) -> Counts {
        Counts {
            pre_releases: Counting {
                finalizes: self.bump.pre_release_bump == PreReleaseBump::Finalize,
                first: self.bump.first_pre_release,
            },
            calver: self.bump.calver.clone(),
        }
    }

    /// Reads the configuration that the command line or the snapshot has: `--config`, else as `read` does.
    pub fn of(
        snapshot: &Snapshot,
        flags: &Flags,
        unknown: UnknownKeys,
    ) -> Result<(Self, Vec<String>), ConfigError> {
        match &flags.config {
            Some(path) => Self::read_file(path, unknown),
            None => Self::read(snapshot, unknown),
        }
    }

    /// Reads the configuration of a snapshot: `release-guard.toml` at the top, else `[tool.release-guard]` in the
    /// top's pyproject.toml, else that in `src/pyproject.toml`. Warnings come with it.
    pub fn read(
        snapshot: &Snapshot,
        unknown: UnknownKeys,
    ) -> Result<(Self, Vec<String>), ConfigError> {
        for (name, table) in PLACES {
            if let Some(file) = snapshot.file(&RepoPath::from(name))?
                && let Some(read) = parse::parse(&file, name, table, unknown)?
            {
                return Ok(read);
            }
        }
        Ok(Default::default())
    }

    /// Reads the configuration from a file outside the snapshot; in a file named `pyproject.toml` it is the table
    /// `[tool.release-guard]`. Warnings come with it.
    pub fn read_file(
        path: &Path,
        unknown: UnknownKeys,
    ) -> Result<(Self, Vec<String>), ConfigError> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| ConfigError::Read {
            path: shown.clone(),
            reason: error.to_string(),
        })?;
        let name = path.file_name().unwrap_or_default();
        let table = name == "pyproject.toml";
        let inside = RepoPath::new(path.as_os_str().as_encoded_bytes())
            .or_else(|| RepoPath::new(name.as_encoded_bytes()))
            .unwrap_or_default();
        let file = SourceFile::new(inside, bytes);
        Ok(parse::parse(&file, &shown, table, unknown)?.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
