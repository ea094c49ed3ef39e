//! The files into which a tool writes the version that it took from the last tag.
//!
//! Not versioneer's module, which is recorded by design.
use crate::project::pointers::Reader;
use crate::project::toml::Toml;
use crate::project::{GeneratedFile, Package, ProjectError};

/// Where a file is configured.
const KEYS: [&[&str]; 7] = [
    &["tool", "setuptools_scm", "version_file"],
    &["tool", "setuptools_scm", "write_to"],
    &["tool", "hatch", "build", "hooks", "vcs", "version-file"],
    &[
        "tool",
        "hatch",
        "build",
        "targets",
        "wheel",
        "hooks",
        "vcs",
        "version-file",
    ],
    &[
        "tool",
        "hatch",
        "build",
        "targets",
        "sdist",
        "hooks",
        "vcs",
        "version-file",
    ],
    &["tool", "pdm", "version", "write_to"],
    &["tool", "versioningit", "write", "file"],
];

/// Adds the files that the tool of a package is told to write.
pub(super) fn read(
    reader: &Reader<'_>,
    toml: &Toml,
    package: &mut Package,
) -> Result<(), ProjectError> {
    if package.versioned_by.is_none() {
        return Ok(());
    }
    let root = toml
        .str(&["tool", "setuptools_scm", "root"])
        .unwrap_or_default();
    for keys in KEYS {
        let Some(text) = toml.text(keys) else {
            continue;
        };
        // setuptools-scm counts this one path from the root of the repository.
        let folder = match keys {
            [_, "setuptools_scm", "write_to"] => package.folder.join(root),
            _ => Some(package.folder.clone()),
        };
        let Some(path) = folder.and_then(|folder| folder.join(&text.value)) else {
            continue;
        };
        package.generated.push(GeneratedFile {
            is_there: reader.snapshot.has(&path)?,
            path,
            place: toml.file.place(text.span, ""),
        });
    }
    Ok(())
}
