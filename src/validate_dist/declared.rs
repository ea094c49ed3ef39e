//! What a project says that its wheels hold: `[tool.release-guard.dist]`.
//!
//! Not what they do hold: that is `library`'s.
use crate::config;
use crate::git::{EntryKind, GitError, Next, Snapshot};
use crate::source::RepoPath;
use std::collections::BTreeSet;

/// What is left out of packages when nothing else is said: the same as in check-wheel-contents.
const OMITTED: &[&str] = &[".*", "CVS", "RCS", "*.pyc", "*.pyo", "*.egg-info"];

/// What a project says that its wheels hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The names at the top of the library; `None` when nothing is said.
    pub toplevel: Option<Vec<String>>,
    /// The paths of all files in the library; `None` when nothing is said.
    pub tree: Option<BTreeSet<String>>,
}

/// Why what is declared cannot be found.
#[derive(Debug, thiserror::Error)]
pub enum DeclaredError {
    /// The project could not be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// There is nothing at a path.
    #[error(
        "`{key}` of `[tool.release-guard.dist]` names `{path}`, and the project has no such {what}"
    )]
    Missing {
        /// The key.
        key: &'static str,
        /// The path.
        path: String,
        /// What should be there.
        what: &'static str,
    },
}

impl Declared {
    /// Reads what is declared, and finds the files of it in the project.
    pub fn read(settings: &config::Dist, snapshot: &Snapshot) -> Result<Self, DeclaredError> {
        let toplevel = settings.toplevel.as_ref().map(|names| {
            let bare = |name: &String| name.trim_end_matches('/').to_owned();
            names.iter().map(bare).collect()
        });
        let omitted: Vec<&str> = match &settings.package_omit {
            Some(patterns) => patterns.iter().map(String::as_str).collect(),
            None => OMITTED.to_vec(),
        };
        let mut tree = BTreeSet::new();
        for path in &settings.package {
            let top = RepoPath::new(path).unwrap_or_default();
            let above = top.parent().unwrap_or_default();
            let found = add(&mut tree, snapshot, &top, &above, &omitted)?;
            missing(found, "package", path, "file or folder")?;
        }
        for path in &settings.src_dir {
            let top = RepoPath::new(path).unwrap_or_default();
            let found = add(&mut tree, snapshot, &top, &top, &omitted)?;
            missing(found, "src-dir", path, "folder")?;
        }
        let is_said = !settings.package.is_empty() || !settings.src_dir.is_empty();
        Ok(Self {
            toplevel,
            tree: is_said.then_some(tree),
        })
    }

    /// Whether the project says anything about the top of the library.
    pub fn says_tops(&self) -> bool {
        self.toplevel.is_some() || self.tree.is_some()
    }
}

fn missing(
    found: bool,
    key: &'static str,
    path: &str,
    what: &'static str,
) -> Result<(), DeclaredError> {
    match found {
        true => Ok(()),
        false => Err(DeclaredError::Missing {
            key,
            path: path.to_owned(),
            what,
        }),
    }
}

/// Adds the files at or below `top`, as paths below `above`; `false` when there is nothing.
fn add(
    tree: &mut BTreeSet<String>,
    snapshot: &Snapshot,
    top: &RepoPath,
    above: &RepoPath,
    omitted: &[&str],
) -> Result<bool, GitError> {
    let mut found = false;
    snapshot.walk(&mut |entry| {
        let is_folder = entry.kind == EntryKind::Folder;
        if !entry.path.is_below(top) {
            let leads_there = is_folder && top.is_below(entry.path);
            return if leads_there { Next::Into } else { Next::Over };
        }
        if entry.path != top && omits(omitted, entry.path) {
            return Next::Over;
        }
        found = true;
        if !is_folder {
            let skipped = if above.is_top() {
                0
            } else {
                above.as_bytes().len() + 1
            };
            let below = entry.path.as_bytes().get(skipped..).unwrap_or_default();
            tree.insert(String::from_utf8_lossy(below).into_owned());
        }
        Next::Into
    })?;
    Ok(found)
}

/// Whether a pattern fits the end of a path, part by part.
fn omits(patterns: &[&str], path: &RepoPath) -> bool {
    let parts: Vec<&[u8]> = path.parts().collect();
    patterns.iter().any(|pattern| {
        let wanted: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        let end = parts.len().checked_sub(wanted.len());
        let end = end.and_then(|from| parts.get(from..)).unwrap_or_default();
        let fits = |(pattern, part): (&&str, &&[u8])| config::matches(pattern.as_bytes(), part);
        !end.is_empty() && wanted.iter().zip(end).all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(settings: config::Dist) -> Vec<String> {
        let files = [
            "pyproject.toml",
            "src/demo/__init__.py",
            "src/demo/a.pyc",
            "src/demo/.hidden/x",
            "src/demo.egg-info/PKG-INFO",
            "src/other.py",
        ];
        let snapshot = Snapshot::memory(files.map(|file| (file, "")));
        let declared = Declared::read(&settings, &snapshot).unwrap();
        declared.tree.unwrap().into_iter().collect()
    }

    #[test]
    fn files_of_packages_and_of_source_folders() {
        let of = |package: &[&str], src_dir: &[&str], omit: Option<&str>| {
            tree(config::Dist {
                package: package.iter().map(ToString::to_string).collect(),
                src_dir: src_dir.iter().map(ToString::to_string).collect(),
                package_omit: omit.map(|omit| vec![omit.to_owned()]),
                toplevel: None,
            })
        };
        assert_eq!(of(&["src/demo"], &[], None), ["demo/__init__.py"]);
        assert_eq!(of(&["src/other.py"], &[], None), ["other.py"]);
        assert_eq!(of(&[], &["src"], None), ["demo/__init__.py", "other.py"]);
        assert_eq!(of(&["src/demo"], &[], Some("demo/*")), [""; 0]);
        assert_eq!(
            of(&["src/demo"], &[], Some("*.py")),
            ["demo/.hidden/x", "demo/a.pyc"]
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error() {
        let settings = config::Dist {
            package: vec!["gone".into()],
            ..config::Dist::default()
        };
        let error = Declared::read(&settings, &Snapshot::memory([])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`package` of `[tool.release-guard.dist]` names `gone`, and the project has no such file or folder"
        );
    }
}
