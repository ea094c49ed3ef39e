//! The package's own entries in lock files.
//!
//! Not a TOML parser: tools write these files in one fixed shape, and they can be a megabyte long.
use super::{Declaration, Package, ProjectError, Role, Site};
use crate::dist::ProjectName;
use crate::git::Snapshot;
use crate::source::{RepoPath, SourceFile};
use std::collections::BTreeMap;
use std::ops::Range;

/// The lock files that were read, so that the packages of a workspace share one reading.
#[derive(Debug, Default)]
pub(super) struct Locks {
    files: BTreeMap<RepoPath, Option<SourceFile>>,
}

impl Locks {
    /// Adds the entries that a package has in the lock files of its folder or of the top.
    pub(super) fn read(
        &mut self,
        snapshot: &Snapshot,
        package: &mut Package,
    ) -> Result<(), ProjectError> {
        let Some(name) = package.name.as_deref().and_then(ProjectName::new) else {
            return Ok(());
        };
        for folder in [package.folder.clone(), RepoPath::top()] {
            let Some(path) = folder.join("uv.lock") else {
                continue;
            };
            if let Some(file) = self.file(snapshot, path)? {
                if let Some((raw, span)) = version_in(file, name.as_str()) {
                    let place = file.place(span, "");
                    let found = Declaration::new(Site::UvLock, Role::Mirror, raw, place);
                    package.locks.push(found);
                }
                break;
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        snapshot: &Snapshot,
        path: RepoPath,
    ) -> Result<Option<&SourceFile>, ProjectError> {
        if !self.files.contains_key(&path) {
            self.files.insert(path.clone(), snapshot.file(&path)?);
        }
        Ok(self.files.get(&path).and_then(Option::as_ref))
    }
}

/// The version of the entry of this name whose source is a folder of the repository.
fn version_in(file: &SourceFile, name: &str) -> Option<(String, Range<usize>)> {
    let text = file.text().ok()?;
    let mut at = 0;
    let mut in_package = false;
    let (mut named, mut own, mut version) = (false, false, None);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.starts_with('[') {
            if named && own && version.is_some() {
                return version;
            }
            in_package = line == "[[package]]";
            (named, own, version) = (false, false, None);
        } else if in_package && let Some((key, value)) = line.split_once(" = ") {
            let quoted = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            match key {
                "name" => named = quoted == Some(name),
                "version" => {
                    let from = start + key.len() + 4;
                    version = quoted.map(|raw| (raw.to_owned(), from..from + raw.len()));
                }
                "source" => own = value.starts_with("{ editable") || value.starts_with("{ virtual"),
                _ => {}
            }
        }
    }
    version.filter(|_| named && own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_entry_counts() {
        let source = "version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n\
            [[package]]\nname = \"my-app\"\nversion = \"1.2.3\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"a\" },\n]\n\n\
            [package.metadata]\nrequires-dist = [{ name = \"a\" }]\n";
        let file = SourceFile::new("uv.lock".into(), source.as_bytes());
        let (raw, span) = version_in(&file, "my-app").unwrap();
        assert_eq!((raw.as_str(), &source[span]), ("1.2.3", "1.2.3"));
        assert_eq!(version_in(&file, "a"), None);
    }
}
