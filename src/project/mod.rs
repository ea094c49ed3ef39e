//! The packages of a repository, and every place where one of them declares its version.
//!
//! Not a judgement: whether the declarations agree is `check_version`'s.
mod discover;
mod ini;
mod lock;
mod modules;
mod pointers;
mod pyproject;
pub mod python;
mod setup;
pub mod tag_format;
mod toml;

pub use ini::Ini;
pub use lock::{LockFiles, locked_version};
pub use tag_format::{TagFormat, TagFormatError, TagName};
pub use toml::{Text, Toml};

use crate::dist::same_name;
use crate::git::{GitError, Snapshot};
use crate::source::{Place, RepoPath, SourceFile, Spot, line_column};
use crate::version::{Version, VersionError};
use std::fmt;
use std::ops::Range;

/// A kind of place where a version can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// `[project] version` in pyproject.toml.
    Project,
    /// `[tool.poetry] version` in pyproject.toml.
    Poetry,
    /// `current_version` of bump-my-version.
    BumpVersion,
    /// `[tool.commitizen] version` in pyproject.toml.
    Commitizen,
    /// `[tool.tbump.version] current` in pyproject.toml.
    Tbump,
    /// `[metadata] version` in setup.cfg.
    SetupCfg,
    /// The `version` that setup.py hands to `setup`.
    SetupPy,
    /// `[package] version` in Cargo.toml, in SemVer form.
    Cargo,
    /// `__version__` in a Python module.
    PythonModule,
    /// A file that holds nothing but the version.
    VersionFile,
    /// The package's own entry in uv.lock.
    UvLock,
}

impl Site {
    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Poetry => "poetry",
            Self::BumpVersion => "bumpversion",
            Self::Commitizen => "commitizen",
            Self::Tbump => "tbump",
            Self::SetupCfg => "setup-cfg",
            Self::SetupPy => "setup-py",
            Self::Cargo => "cargo",
            Self::PythonModule => "python-module",
            Self::VersionFile => "version-file",
            Self::UvLock => "uv-lock",
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Project => "[project] version",
            Self::Poetry => "[tool.poetry] version",
            Self::BumpVersion => "current_version",
            Self::Commitizen => "[tool.commitizen] version",
            Self::Tbump => "[tool.tbump.version] current",
            Self::SetupCfg => "[metadata] version",
            Self::SetupPy => "setup(version=…)",
            Self::Cargo => "[package] version",
            Self::PythonModule => "__version__",
            Self::VersionFile => "version file",
            Self::UvLock => "[[package]] version",
        })
    }
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

impl Role {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Mirror => "mirror",
            Self::Pointer => "pointer",
            Self::Derived => "derived",
        }
    }
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

/// What a pointer leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A version; it is among the declarations, as their source.
    Found(RepoPath),
    /// Something that is known only when it runs.
    Computed(RepoPath),
    /// A file that git does not record and the build makes.
    Generated(RepoPath),
    /// No file.
    Missing(RepoPath),
    /// A file without what is looked for.
    Absent {
        /// The file.
        path: RepoPath,
        /// What is looked for in it.
        wanted: String,
    },
}

/// A place that says where the version is, instead of saying the version.
#[derive(Debug, Clone)]
pub struct Pointer {
    /// The kind of place.
    pub site: Site,
    /// What is written: `pkg.__version__`, `VERSION`.
    pub raw: String,
    /// Where.
    pub place: Place,
    /// What it leads to.
    pub target: Target,
}

/// A name that is bound to a second literal.
#[derive(Debug, Clone)]
pub struct Rebinding {
    /// The first literal and its place.
    pub first: (String, Place),
    /// The later one, which the running program sees.
    pub last: (String, Place),
}

/// A Python package of the repository.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Its project name as declared; `None` when none is.
    pub name: Option<String>,
    /// The folder of its pyproject.toml, setup.cfg or setup.py.
    pub folder: RepoPath,
    /// Every place where its version stands, the source first.
    pub declarations: Vec<Declaration>,
    /// The tool that takes its version from the last tag (`setuptools-scm`, `hatch-vcs`, …); `None` when a file has it.
    pub versioned_by: Option<&'static str>,
    /// Places that say where the version is.
    pub pointers: Vec<Pointer>,
    /// Where a module works out its version when it runs.
    pub derived: Vec<Place>,
    /// `"version"` in `[project] dynamic`.
    pub dynamic: Option<Place>,
    /// What works the version out when the package is built, and cannot be read without running it.
    pub opaque: Option<String>,
    /// Names that are bound to two literals.
    pub rebindings: Vec<Rebinding>,
    /// The file that holds the configuration of bump-my-version.
    pub bumpversion: Option<RepoPath>,
    /// Whether it is built into distributions (Poetry's `package-mode`).
    pub is_built: bool,
    /// The file that makes it a package.
    pub manifest: Option<Place>,
}

/// Why packages could not be found.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// A file could not be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A file is not what its name says.
    #[error("{}: {reason}", whereabouts(place))]
    Syntax {
        /// Where.
        place: Box<Place>,
        /// Why.
        reason: String,
    },
}

impl ProjectError {
    pub(crate) fn syntax(file: &SourceFile, span: Range<usize>, reason: impl fmt::Display) -> Self {
        Self::Syntax {
            place: Box::new(file.place(span, "")),
            reason: reason.to_string(),
        }
    }
}

/// Names a place in a sentence: `` `pyproject.toml`, line 3, column 9 ``.
pub fn whereabouts(place: &Place) -> String {
    let path = match &place.origin {
        crate::source::Origin::File(path) => path.to_string(),
        crate::source::Origin::Ref(name) => name.to_string(),
        other => format!("{other:?}"),
    };
    match &place.spot {
        Spot::Text { bytes, span } => {
            let (line, column) = line_column(bytes, span.start);
            format!("`{path}`, line {line}, column {column}")
        }
        _ => format!("`{path}`"),
    }
}

impl Declaration {
    /// A declaration of a PEP 440 version.
    pub fn new(site: Site, role: Role, raw: impl Into<String>, place: Place) -> Self {
        let raw = raw.into();
        Self {
            site,
            role,
            version: raw.parse(),
            raw,
            place,
        }
    }
}

impl Package {
    /// The version its source declares; `None` when none does, it is not a version, or the tag has it.
    pub fn version(&self) -> Option<&Version> {
        if self.versioned_by.is_some() {
            return None;
        }
        self.declarations
            .iter()
            .find(|found| found.role == Role::Source)
            .or(self.declarations.first())
            .and_then(|found| found.version.as_ref().ok())
    }

    /// Its name for people: the project name, else its folder, else `this project`.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None if self.folder.is_top() => "this project".into(),
            None => self.folder.to_string(),
        }
    }

    /// Its name in a sentence: in backticks, unless it has none.
    pub fn called(&self) -> String {
        match &self.name {
            Some(name) => format!("`{name}`"),
            None if self.folder.is_top() => "this project".into(),
            None => format!("the package in `{}`", self.folder),
        }
    }

    /// Whether this is the package of a name, in any of its spellings.
    pub fn is_named(&self, name: &str) -> bool {
        let own = self.name.as_deref();
        own.is_some_and(|own| same_name(own, name))
            || self.folder.to_string() == name.trim_end_matches('/')
    }

    fn has_source(&self) -> bool {
        self.declarations
            .iter()
            .any(|found| found.role == Role::Source)
    }

    /// Adds a declaration unless its very place is known.
    fn declare(&mut self, declaration: Declaration) {
        let known = |found: &Declaration| {
            found.place.origin == declaration.place.origin
                && found.place.spot == declaration.place.spot
        };
        if !self.declarations.iter().any(known) {
            self.declarations.push(declaration);
        }
    }
}

/// Finds the packages of a snapshot: the top first, then by folder.
pub fn packages(snapshot: &Snapshot) -> Result<Vec<Package>, ProjectError> {
    let tree = discover::walk(snapshot)?;
    let mut packages = Vec::new();
    for folder in tree.folders() {
        if let Some(package) = package(snapshot, &tree, folder)? {
            packages.push(package);
        }
    }
    absorb(&mut packages);
    // A bump-my-version configuration at the top may stand above the only package.
    if let [only] = packages.as_mut_slice()
        && !only.folder.is_top()
        && only.bumpversion.is_none()
    {
        setup::bumpversion(snapshot, &RepoPath::top(), only)?;
        order(only);
    }
    Ok(packages)
}

/// A top that holds nothing but a configuration of bump-my-version belongs to the only package below it.
fn absorb(packages: &mut Vec<Package>) {
    let [top, only] = packages.as_slice() else {
        return;
    };
    let bare = top.folder.is_top()
        && top.name.is_none()
        && top
            .declarations
            .iter()
            .all(|found| found.site == Site::BumpVersion);
    if !bare || only.bumpversion.is_some() {
        return;
    }
    let top = packages.remove(0);
    if let [only] = packages.as_mut_slice() {
        only.bumpversion = top.bumpversion;
        only.declarations.extend(top.declarations);
        order(only);
    }
}

/// Reads the package of a folder; `None` when its files make none.
fn package(
    snapshot: &Snapshot,
    tree: &discover::Tree,
    folder: &RepoPath,
) -> Result<Option<Package>, ProjectError> {
    let mut package = Package {
        folder: folder.clone(),
        is_built: true,
        ..Package::default()
    };
    let reader = pointers::Reader { snapshot, tree };
    let pyproject = match folder.join("pyproject.toml") {
        Some(path) => snapshot.file(&path)?.map(Toml::parse).transpose()?,
        None => None,
    };
    let mut is_package = match &pyproject {
        Some(toml) => pyproject::read(&reader, toml, &mut package)?,
        None => false,
    };
    is_package |= setup::read(&reader, &mut package)?;
    if !is_package {
        return Ok(None);
    }
    setup::bumpversion(snapshot, folder, &mut package)?;
    modules::read(&reader, pyproject.as_ref(), &mut package)?;
    order(&mut package);
    Ok(Some(package))
}

/// Puts the source first and keeps the order of kinds.
fn order(package: &mut Package) {
    package
        .declarations
        .sort_by_key(|found| (found.role != Role::Source, found.site));
}

#[cfg(test)]
mod tests;
