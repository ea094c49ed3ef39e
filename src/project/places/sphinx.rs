//! `release` and `version` in the configuration of Sphinx.
//!
//! Not what conf.py works out: only literals that are versions count.
use crate::project::pointers::Reader;
use crate::project::python::{self, Literal};
use crate::project::toml::Text;
use crate::project::{Package, ProjectError, Site};
use crate::version::Version;

/// Where a conf.py usually is.
const FILES: [&str; 4] = [
    "docs/conf.py",
    "doc/conf.py",
    "docs/source/conf.py",
    "doc/source/conf.py",
];

/// Whether `version` repeats all of a version: `1.2` is the beginning of `1.2.0`, though the two are equal.
fn is_whole(own: &Version, whole: &Version) -> bool {
    own == whole && own.release.len() >= whole.release.len()
}

/// Reads the configurations of the package's documentation.
pub(super) fn read(reader: &Reader<'_>, package: &mut Package) -> Result<(), ProjectError> {
    for name in FILES {
        let Some(file) = super::file(reader, package, name)? else {
            continue;
        };
        // Sphinx runs the file, so that the last value counts.
        let literal = |name| python::read(&file.bytes, name).at_run_time;
        let declared = |literal: Literal| {
            let text = Text {
                value: literal.value,
                span: literal.span,
            };
            super::version(package, Site::Sphinx, &file, text)
        };
        let release = literal("release").and_then(declared);
        let version = literal("version").and_then(declared).map(|version| {
            let whole = release
                .as_ref()
                .and_then(|release| release.version.as_ref().ok())
                .or(package.version());
            match (&version.version, whole) {
                (Ok(own), Some(whole)) if is_whole(own, whole) => version,
                _ => version.of_beginning(),
            }
        });
        for found in [release, version].into_iter().flatten() {
            package.declare(found);
        }
    }
    Ok(())
}
