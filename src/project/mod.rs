//! The packages of a repository, and every place where one of them declares its version.
//!
//! Not a judgement: whether the declarations agree is `check_version`'s.
pub mod back_end;
mod declaration;
mod discover;
mod ini;
mod json;
mod lock;
mod modules;
mod places;
mod pointers;
mod pyproject;
pub mod python;
mod settings;
mod setup;
mod site;
pub mod tag_format;
mod texts;
mod toml;
mod tuple;
mod workspace;
mod yaml;

pub use declaration::{
    Declaration, Extent, GeneratedFile, PatternCount, Pointer, Rebinding, Role, Target,
    TwoReadings, VersionTuple, Written,
};
pub use ini::Ini;
pub use settings::{Settings, TextPlace};
pub use site::{Form, Site};
pub use tag_format::{TagFormat, TagFormatError, TagName};
pub use toml::{Text, Toml};

use crate::dist::same_name;
use crate::git::{GitError, Snapshot};
use crate::source::{Origin, Place, RepoPath, SourceFile, Spot, line_column};
use crate::version::Version;
use std::fmt;
use std::ops::Range;

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
    /// Files that the build back-end reads otherwise than the running program.
    pub readings: Vec<TwoReadings>,
    /// Tuples in its modules that spell the version.
    pub tuples: Vec<VersionTuple>,
    /// Its own entries in lock files.
    pub locks: Vec<Declaration>,
    /// The date of the release that CITATION.cff tells of.
    pub cited_on: Option<Written>,
    /// Configured texts, and how many of them were found.
    pub patterns: Vec<PatternCount>,
    /// Files into which a tool writes the version.
    pub generated: Vec<GeneratedFile>,
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
    /// A configured place is of no package.
    #[error("the configured place `{path}` {}; there is {there_is}", no_owner(named.as_deref()))]
    NoOwner {
        /// Its file.
        path: RepoPath,
        /// The package it is said to be of.
        named: Option<String>,
        /// The packages that are there.
        there_is: String,
    },
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

fn no_owner(named: Option<&str>) -> String {
    match named {
        Some(name) => format!("is said to be of `{name}`, which is no package here"),
        None => "is in no package's folder: say with `package` whose version it has".into(),
    }
}

/// Names a place in a sentence: `` `pyproject.toml`, line 3, column 9 ``.
pub fn whereabouts(place: &Place) -> String {
    let path = match &place.origin {
        Origin::File(path) => path.to_string(),
        Origin::Ref(name) => name.to_string(),
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

impl Package {
    /// The version its source declares, or its code and tools repeat; `None` when none does, it is not a version, or the
    /// tag has it.
    pub fn version(&self) -> Option<&Version> {
        if self.versioned_by.is_some() {
            return None;
        }
        let is_own = |site: Site| !site.is_citation() && site != Site::Sphinx;
        let is_whole = |found: &&Declaration| found.extent == Extent::Whole && is_own(found.site);
        self.declarations
            .iter()
            .find(|found| found.role == Role::Source)
            .or(self.declarations.iter().find(is_whole))
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

    /// What an entry of a lock file repeats; `None` when nothing is declared.
    pub fn locked(&self, lock: &Declaration) -> Option<&Declaration> {
        let site = match lock.site {
            Site::CargoLock => Some(Site::Cargo),
            Site::PackageLock => Some(Site::PackageJson),
            _ => None,
        };
        match site {
            Some(site) => self.declarations.iter().find(|found| found.site == site),
            None if self.versioned_by.is_some() => None,
            None => self.declarations.first(),
        }
    }

    fn has_source(&self) -> bool {
        self.declarations
            .iter()
            .any(|found| found.role == Role::Source)
    }

    /// Adds a declaration unless its place is known.
    fn declare(&mut self, declaration: Declaration) {
        if !self.knows(&declaration.place) {
            self.declarations.push(declaration);
        }
    }

    /// Whether a declaration stands in a place, or in a part of it.
    fn knows(&self, place: &Place) -> bool {
        let span = |place: &Place| match &place.spot {
            Spot::Text { span, .. } => Some(span.clone()),
            _ => None,
        };
        let own = span(place);
        self.declarations.iter().any(|found| {
            let other = span(&found.place);
            let overlap = match (&own, &other) {
                (Some(own), Some(other)) => own.start < other.end && other.start < own.end,
                _ => own == other,
            };
            overlap && found.place.origin == place.origin
        })
    }
}

/// Finds the packages of a snapshot: the top first, then by folder. Configured places are left out.
pub fn packages(snapshot: &Snapshot) -> Result<Vec<Package>, ProjectError> {
    packages_with(snapshot, &Settings::default())
}

/// Finds the packages of a snapshot with their configured places: the top first, then by folder.
pub fn packages_with(
    snapshot: &Snapshot,
    settings: &Settings,
) -> Result<Vec<Package>, ProjectError> {
    let mut tree = discover::walk(snapshot)?;
    workspace::apply(snapshot, &mut tree)?;
    let mut packages = Vec::new();
    let reader = pointers::Reader {
        snapshot,
        tree: &tree,
    };
    for folder in tree.folders() {
        if let Some(package) = package(&reader, folder)? {
            packages.push(package);
        }
    }
    absorb(&mut packages);
    places::pins(&reader, &mut packages)?;
    // A bump-my-version configuration at the top may stand above the only package.
    if let [only] = packages.as_mut_slice()
        && !only.folder.is_top()
        && only.bumpversion.is_none()
    {
        setup::bumpversion(snapshot, &RepoPath::top(), only)?;
        order(only);
    }
    if let [only] = packages.as_mut_slice() {
        places::above(&reader, only)?;
    }
    let mut locks = lock::Locks::new(snapshot);
    for package in &mut packages {
        locks.read(package)?;
    }
    texts::read(snapshot, settings, &mut packages)?;
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
            .all(|found| found.site == Site::BumpVersion || places::is_beside(found.site));
    if !bare || only.bumpversion.is_some() {
        return;
    }
    let top = packages.remove(0);
    if let [only] = packages.as_mut_slice() {
        only.bumpversion = top.bumpversion;
        let kept = top.declarations.into_iter();
        only.declarations
            .extend(kept.filter(|found| found.site == Site::BumpVersion));
        order(only);
    }
}

/// Reads the package of a folder; `None` when its files make none.
fn package(
    reader: &pointers::Reader<'_>,
    folder: &RepoPath,
) -> Result<Option<Package>, ProjectError> {
    let mut package = Package {
        folder: folder.clone(),
        is_built: true,
        ..Package::default()
    };
    let pyproject = match folder.join("pyproject.toml") {
        Some(path) => reader.snapshot.file(&path)?.map(Toml::parse).transpose()?,
        None => None,
    };
    let mut is_package = match &pyproject {
        Some(toml) => pyproject::read(reader, toml, &mut package)?,
        None => false,
    };
    is_package |= setup::read(reader, &mut package)?;
    if !is_package {
        return Ok(None);
    }
    if let Some(toml) = &pyproject {
        pyproject::plugin(toml, &mut package);
    }
    setup::bumpversion(reader.snapshot, folder, &mut package)?;
    modules::read(reader, pyproject.as_ref(), &mut package)?;
    places::read(reader, pyproject.as_ref(), &mut package)?;
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
