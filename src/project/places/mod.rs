//! Places in which a version stands beside the ones that Python's own tools read.
//!
//! Not what `pyproject` and `modules` read. A file that may be about something else counts only where it certainly speaks
//! of the package.
pub(super) mod cargo;
mod citation;
mod generated;
pub(super) mod meson;
pub(super) mod node;
mod pin;
mod release_please;
mod sphinx;
pub(super) mod tools;

pub(super) use pin::read as pins;

use super::pointers::Reader;
use super::toml::{Text, Toml};
use super::{Declaration, Package, ProjectError, Role, Site, order};
use crate::source::SourceFile;
use crate::version::Version;

/// The names of the files that are looked at where a walk has met them.
pub(super) const FILES: [&str; 20] = [
    "Cargo.toml",
    "meson.build",
    "package.json",
    "jsr.json",
    "deno.json",
    "CITATION.cff",
    "codemeta.json",
    ".zenodo.json",
    "conf.py",
    ".cz.toml",
    "cz.toml",
    ".cz.json",
    "cz.json",
    ".cz.yaml",
    "cz.yaml",
    "tbump.toml",
    "bumpver.toml",
    "towncrier.toml",
    ".release-please-manifest.json",
    "release-please-manifest.json",
];

/// Adds what the other places say about a package.
pub(super) fn read(
    reader: &Reader<'_>,
    toml: Option<&Toml>,
    package: &mut Package,
) -> Result<(), ProjectError> {
    if let Some(toml) = toml {
        generated::read(reader, toml, package)?;
        meson::mirror(reader, toml, package)?;
    }
    named(reader, toml, package)?;
    unnamed(reader, package)
}

/// Adds what stands at the top of a repository whose only package lies below it: files that name the package, and the
/// other ones where its folder is nothing but the `src` of the top.
pub(super) fn above(reader: &Reader<'_>, only: &mut Package) -> Result<(), ProjectError> {
    if only.folder.is_top() {
        return Ok(());
    }
    let folder = std::mem::take(&mut only.folder);
    let read = named(reader, None, only).and_then(|()| match folder.as_bytes() {
        b"src" => unnamed(reader, only),
        _ => Ok(()),
    });
    only.folder = folder;
    order(only);
    read
}

/// Whether a kind of place stands beside a project without making one.
pub(super) fn is_beside(site: Site) -> bool {
    use Site::{
        Bumpver, Citation, Codemeta, Commitizen, ReleasePlease, Sphinx, Tbump, Towncrier, Zenodo,
    };
    matches!(
        site,
        Bumpver
            | Citation
            | Codemeta
            | Commitizen
            | ReleasePlease
            | Sphinx
            | Tbump
            | Towncrier
            | Zenodo
    )
}

/// Files that say whose version it is.
fn named(
    reader: &Reader<'_>,
    toml: Option<&Toml>,
    package: &mut Package,
) -> Result<(), ProjectError> {
    cargo::mirror(reader, toml, package)?;
    node::mirrors(reader, package)
}

/// Files that belong to the package by where they lie.
fn unnamed(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    tools::read(reader, package)?;
    release_please::read(reader, package)?;
    sphinx::read(reader, package)?;
    citation::read(reader, package)
}

/// A file of the package's folder; `None` where there is none.
fn file(
    reader: &Reader<'_>,
    package: &Package,
    below: &str,
) -> Result<Option<SourceFile>, ProjectError> {
    let path = package.folder.join(below);
    match path.filter(|path| reader.tree.has_place(path)) {
        Some(path) => Ok(reader.snapshot.file(&path)?),
        None => Ok(None),
    }
}

/// Whether another ecosystem's name for something is the project's name; the scope of npm and JSR is left out.
fn is_name_of(package: &Package, name: &str) -> bool {
    let scoped = name.strip_prefix('@').and_then(|name| name.split_once('/'));
    package.is_called(scoped.map_or(name, |(_, name)| name))
}

/// A mirror of the version; `None` where a placeholder such as `0.0.0-development` fills the place.
fn mirror(package: &Package, site: Site, file: &SourceFile, text: Text) -> Option<Declaration> {
    let found = Declaration::by(site, Role::Mirror, file, text);
    let is_empty = |version: &Version| version.significant_release().is_empty();
    // What `npm init` and `cargo new` write is no repetition of a version that has another first number.
    let is_initial = matches!(
        (site, found.raw.as_str()),
        (Site::PackageJson, "1.0.0") | (Site::Cargo, "0.1.0")
    );
    let is_placeholder = match (&found.version, package.version()) {
        (Ok(version), Some(own)) if is_initial => version.part(0) != own.part(0),
        (Ok(version), own) => is_empty(version) && own != Some(version),
        (Err(_), _) => found.raw.starts_with("0.0.0-"),
    };
    (!is_placeholder).then_some(found)
}

/// A mirror of the version where the value is one: such a place may hold other words as well.
fn version(package: &Package, site: Site, file: &SourceFile, text: Text) -> Option<Declaration> {
    mirror(package, site, file, text).filter(|found| found.version.is_ok())
}

#[cfg(test)]
mod tests;
