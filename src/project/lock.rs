//! The package's own entry in uv.lock.
//!
//! Not a TOML parser: uv writes this file in one fixed shape, and it can be a megabyte long.
use super::{Declaration, Package, ProjectError, Role, Site};
use crate::dist::ProjectName;
use crate::git::Snapshot;
use crate::source::{RepoPath, SourceFile};
use std::ops::Range;

/// Finds the version that uv.lock has for the package itself, in its folder or at the top.
pub fn locked_version(
    package: &Package,
    snapshot: &Snapshot,
) -> Result<Option<Declaration>, ProjectError> {
    let Some(name) = package.name.as_deref().and_then(ProjectName::new) else {
        return Ok(None);
    };
    for folder in [package.folder.clone(), RepoPath::top()] {
        let Some(path) = folder.join("uv.lock") else {
            continue;
        };
        if let Some(file) = snapshot.file(&path)? {
            let found = version_in(&file, name.as_str());
            return Ok(found.map(|(raw, span)| {
                Declaration::new(Site::UvLock, Role::Mirror, raw, file.place(span, ""))
            }));
        }
    }
    Ok(None)
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
