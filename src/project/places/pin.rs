//! Requirements in the setup.py at the top that pin a project of this very repository.
//!
//! Not other requirements, and not lists that are put together: only a literal list handed to `setup` is read.
use crate::dist::Requirement;
use crate::project::pointers::Reader;
use crate::project::python;
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
        if !python::setup_has(&file.bytes, keyword) {
            continue;
        }
        for item in listed(&file, keyword).unwrap_or_default() {
            pin(packages, &file, item);
        }
    }
    Ok(())
}

/// Declares the version of `name==1.2.3` where the name is that of a package.
fn pin(packages: &mut [Package], file: &SourceFile, item: Range<usize>) -> Option<()> {
    let text = std::str::from_utf8(file.bytes.get(item.clone())?).ok()?;
    let requirement = Requirement::parse(text)?;
    let version = requirement.specifiers.strip_prefix("==")?.trim();
    let behind = text.split_once("==")?.1.trim_start();
    let from = item.end - behind.len();
    let name = requirement.name.as_str();
    let package = packages.iter_mut().find(|package| package.is_named(name))?;
    let place = file.place(from..from + version.len(), "");
    let found = Declaration::new(Site::SetupPyPin, Role::Mirror, version, place);
    if found.version.is_ok() {
        package.declare(found);
        order(package);
    }
    Some(())
}

/// The spans of the strings in the list that a keyword is given; `None` where anything else is in it.
fn listed(file: &SourceFile, keyword: &str) -> Option<Vec<Range<usize>>> {
    let text = file.text().ok()?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut places = text.match_indices(keyword);
    let mut at = places.find_map(|(at, _)| {
        let before = text.get(..at)?.trim_end_matches(is_word);
        let rest = text.get(at + keyword.len()..)?.trim_start();
        let list = rest.strip_prefix('=')?.trim_start().strip_prefix('[')?;
        (before.len() == at).then(|| text.len() - list.len())
    })?;
    let mut items = Vec::new();
    loop {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        at += match first {
            ']' => return Some(items),
            ',' => 1,
            '#' => rest.find('\n')?,
            '"' | '\'' => {
                let inner = rest.get(1..)?.split_once(first)?.0;
                let is_plain = !inner.is_empty() && !inner.contains(['\\', '\n']);
                items.push(at + 1..at + 1 + inner.len());
                is_plain.then_some(inner.len() + 2)?
            }
            space if space.is_whitespace() => space.len_utf8(),
            _ => return None,
        };
    }
}
