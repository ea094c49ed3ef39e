//! The package's own entries in lock files.
//!
//! Not a TOML parser: uv writes this file in one fixed shape, and it can be a megabyte long.
use super::{Declaration, Package, ProjectError, Role, Site};
use crate::dist::ProjectName;
use crate::git::Snapshot;
use crate::source::{RepoPath, SourceFile};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// The lock files of a snapshot, each read once for all packages.
#[derive(Debug)]
pub(super) struct Locks<'s> {
    snapshot: &'s Snapshot,
    read: BTreeMap<RepoPath, Option<Rc<LockFile>>>,
}

/// One uv.lock with the entries whose source is a folder of the repository.
#[derive(Debug)]
struct LockFile {
    file: SourceFile,
    /// Where the versions stand, by name.
    own: BTreeMap<String, Range<usize>>,
}

impl<'s> Locks<'s> {
    /// Those of a snapshot; none is read yet.
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Self {
            snapshot,
            read: BTreeMap::new(),
        }
    }

    /// Adds the entries that a package has in the lock files of its folder or of the top.
    pub(super) fn read(&mut self, package: &mut Package) -> Result<(), ProjectError> {
        let Some(name) = package.name.as_deref().and_then(ProjectName::new) else {
            return Ok(());
        };
        for folder in [package.folder.clone(), RepoPath::top()] {
            let Some(path) = folder.join("uv.lock") else {
                continue;
            };
            if let Some(lock) = self.lock_file(path)? {
                package.locks.extend(lock.declaration(name.as_str()));
                break;
            }
        }
        Ok(())
    }

    fn lock_file(&mut self, path: RepoPath) -> Result<Option<Rc<LockFile>>, ProjectError> {
        if let Some(known) = self.read.get(&path) {
            return Ok(known.clone());
        }
        let file = self.snapshot.file(&path)?;
        let lock = file.map(|file| Rc::new(LockFile::of(file)));
        self.read.insert(path, lock.clone());
        Ok(lock)
    }
}

impl LockFile {
    fn of(file: SourceFile) -> Self {
        let own = own_versions(file.text().unwrap_or_default());
        Self { file, own }
    }

    fn declaration(&self, name: &str) -> Option<Declaration> {
        let span = self.own.get(name)?;
        let raw = self.file.bytes.get(span.clone())?;
        let raw = String::from_utf8_lossy(raw);
        let place = self.file.place(span.clone(), "");
        Some(Declaration::new(Site::UvLock, Role::Mirror, raw, place))
    }
}

/// Where the versions of the entries stand whose source is a folder of the repository, by name; of two with one name the
/// first counts.
fn own_versions(text: &str) -> BTreeMap<String, Range<usize>> {
    let mut found = BTreeMap::new();
    let mut at = 0;
    let (mut name, mut version, mut is_own) = (None, None, false);
    let mut in_package = false;
    for line in text.split_inclusive('\n').chain(["[end]"]) {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.starts_with('[') {
            if let (Some(name), Some(version), true) = (name, version.take(), is_own) {
                found.entry(name).or_insert(version);
            }
            in_package = line == "[[package]]";
            (name, is_own) = (None, false);
        } else if in_package && let Some((key, value)) = line.split_once(" = ") {
            let quoted = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            match key {
                "name" => name = quoted.map(str::to_owned),
                "version" => {
                    let from = start + key.len() + 4;
                    version = quoted.map(|raw| from..from + raw.len());
                }
                "source" => {
                    is_own = value.starts_with("{ editable") || value.starts_with("{ virtual")
                }
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_entry_counts() {
        let source = "version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n\
            [[package]]\nname = \"my-app\"\nversion = \"1.2.3\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"a\" },\n]\n\n\
            [package.metadata]\nrequires-dist = [{ name = \"a\" }]\n";
        let own = own_versions(source);
        let own: Vec<_> = own
            .into_iter()
            .map(|(name, span)| (name, &source[span]))
            .collect();
        assert_eq!(own, [("my-app".to_owned(), "1.2.3")]);
    }
}
