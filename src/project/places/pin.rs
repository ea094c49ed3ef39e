//! Requirements in the setup.py at the top that pin a project of this very repository.
//!
//! Not other requirements, and not lists that are put together: only a literal list handed to `setup` is read.
use crate::dist::Requirement;
use crate::project::pointers::Reader;
use crate::project::python::{self, Answer};
use crate::project::{Declaration, Package, ProjectError, Role, Site, order};
use crate::source::{RepoPath, SourceFile};
use std::ops::Range;

/// Adds each pin to the package that it names.
pub(in crate::project) fn read(
    reader: &Reader<'_>,
    packages: &mut [Package],
) -> Result<(), ProjectError> {
    if !packages.first().is_some_and(|first| first.folder.is_top()) {
        return Ok(());
    }
    let Some(file) = reader.snapshot.file(&RepoPath::from("setup.py"))? else {
        return Ok(());
    };
    for keyword in ["install_requires", "requires"] {
        let Answer::Tuple(list) = python::setup_keyword(&file.bytes, keyword) else {
            continue;
        };
        for item in list.parts {
            pin(packages, &file, item.span);
        }
    }
    packages.iter_mut().for_each(order);
    Ok(())
}

/// Declares the version of `name==1.2.3` where the name is that of a package.
fn pin(packages: &mut [Package], file: &SourceFile, item: Range<usize>) -> Option<()> {
    let text = std::str::from_utf8(file.bytes.get(item.clone())?).ok()?;
    let requirement = Requirement::parse(text).ok()?;
    let version = requirement.specifiers.strip_prefix("==")?.trim();
    let behind = text.split_once("==")?.1.trim_start();
    let from = item.end - behind.len();
    let name = requirement.name.as_str();
    let package = packages.iter_mut().find(|package| package.is_named(name))?;
    let place = file.place(from..from + version.len(), "");
    let found = Declaration::new(Site::SetupPyPin, Role::Mirror, version, place);
    if found.version.is_ok() {
        package.declare(found);
    }
    Some(())
}
