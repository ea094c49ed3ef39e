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
mod package;
pub mod pattern;
mod places;
mod pointers;
mod pyproject;
pub mod python;
mod settings;
mod setup;
mod site;
mod tag_format;
mod texts;
mod toml;
mod tuple;
mod workspace;
mod yaml;

pub use declaration::{
    Declaration, Extent, GeneratedFile, PatternCount, Pointer, Rebinding, Role, Target,
    TwoReadings, VersionTuple, Written, splice,
};
pub use ini::Ini;
pub use package::Package;
pub use settings::{Settings, TextPlace};
pub use site::{Form, Site};
pub use tag_format::{TagFormat, TagFormatError, TagName};
pub use toml::{Text, Toml};

use crate::git::{GitError, Snapshot};
use crate::source::{Origin, Place, RepoPath, SourceFile, Spot, line_column};
use crate::version::Version;
use std::fmt;
use std::ops::Range;

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
    /// A configured text stands everywhere.
    #[error(
        "the configured place `{pattern}` is in `{path}` more than {most} times; a longer text names fewer places"
    )]
    TooMany {
        /// The file.
        path: RepoPath,
        /// The text.
        pattern: String,
        /// How often it may be there.
        most: usize,
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

/// The packages that a tag releases: those of the name in it, else the one at the top, else those that declare its
/// version, else all.
pub fn released_by<'p>(
    packages: &'p [Package],
    name: Option<&str>,
    version: Option<&Version>,
) -> Vec<&'p Package> {
    if let Some(name) = name {
        let called = packages.iter().filter(|package| package.is_called(name));
        return called.collect();
    }
    if let Some(top) = packages.iter().find(|package| package.folder.is_top()) {
        return vec![top];
    }
    let declares = |package: &&Package| package.version() == version;
    if packages.iter().any(|package| declares(&package)) {
        return packages.iter().filter(declares).collect();
    }
    packages.iter().collect()
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
        only.tag_format = only.tag_format.take().or(top.tag_format);
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
    let pyproject = reader.beside(folder, "pyproject.toml")?;
    let pyproject = pyproject.map(Toml::parse).transpose()?;
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
