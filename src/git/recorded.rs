//! Files as a commit records them: found, changed, written as objects, compared between trees.
//!
//! Only objects come into being; no ref, no working tree, and no index is touched.
use super::error::GitError;
use super::repository::{Oid, Repository};
use crate::command::Command;
use crate::edit::FileChange;
use crate::source::RepoPath;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

/// How often a symbolic link may lead to another one.
const LINK_LIMIT: usize = 8;

/// The mode of a symbolic link.
const LINK: &str = "120000";

/// The mode of a file that is new.
const FILE: &str = "100644";

/// The mode that stands for no entry.
const NOTHING: &str = "000000";

/// A file as a commit has it and as it is to be.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) path: RepoPath,
    pub(super) mode: String,
    /// The object before; `None` for a new file.
    pub(super) object: Option<Oid>,
    pub(super) before: Arc<[u8]>,
    pub(super) after: Arc<[u8]>,
}

/// Mode and object at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) mode: String,
    pub(super) object: Oid,
}

impl Slot {
    /// Whether it is a file, and neither a link nor a submodule.
    pub(super) fn is_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}

/// Paths that are not the same in two trees, with what each tree has there.
pub(super) type Differences = BTreeMap<RepoPath, (Option<Slot>, Option<Slot>)>;

impl Repository {
    /// Finds the files that changes mean in a commit: links followed, and what was read compared with what is recorded.
    pub(super) fn recorded(
        &self,
        commit: &Oid,
        changes: &[FileChange],
    ) -> Result<Vec<Recorded>, GitError> {
        let mut found: BTreeMap<RepoPath, Recorded> = BTreeMap::new();
        for change in changes {
            let (path, slot) = self.followed(commit, &change.path)?;
            let (mode, object, before) = match slot {
                None => (FILE.to_owned(), None, Arc::from([])),
                Some(slot) if slot.is_file() => {
                    let before = self.blob(&slot.object)?;
                    (slot.mode, Some(slot.object), before)
                }
                Some(_) => return Err(GitError::NotAFile(change.path.clone())),
            };
            if before != change.before {
                return Err(GitError::Changed {
                    path: change.path.clone(),
                    commit: commit.short().to_owned(),
                });
            }
            let file = Recorded {
                path: path.clone(),
                mode,
                object,
                before,
                after: change.after.clone(),
            };
            if let Some(other) = found.insert(path, file)
                && other.after != change.after
            {
                return Err(GitError::NotAFile(change.path.clone()));
            }
        }
        Ok(found.into_values().collect())
    }

    /// Follows symbolic links inside a commit's tree.
    fn followed(
        &self,
        commit: &Oid,
        path: &RepoPath,
    ) -> Result<(RepoPath, Option<Slot>), GitError> {
        let mut path = path.clone();
        for _ in 0..LINK_LIMIT {
            match self.slot(commit, &path)? {
                Some(slot) if slot.mode == LINK => {
                    let target = self.blob(&slot.object)?;
                    let folder = path.parent().unwrap_or_default();
                    path = folder
                        .join(&*target)
                        .ok_or_else(|| GitError::NotAFile(path.clone()))?;
                }
                slot => return Ok((path, slot)),
            }
        }
        Err(GitError::NotAFile(path))
    }

    /// Returns what a commit's tree has at one path; `None` when there is nothing.
    fn slot(&self, commit: &Oid, path: &RepoPath) -> Result<Option<Slot>, GitError> {
        if let Some(lib) = self.lib() {
            let tree = lib
                .find_commit(git2::Oid::from_str(commit.as_str())?)?
                .tree()?;
            return match tree.get_path(&path.to_path(Path::new(""))) {
                Ok(entry) => Ok(Some(Slot {
                    mode: format!("{:06o}", entry.filemode()),
                    object: entry.id().into(),
                })),
                Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            };
        }
        let output = self
            .git()
            .args(["ls-tree", "-z", "--full-tree", commit.as_str(), "--"])
            .arg(argument(path))
            .run()?;
        let Some(line) = output
            .stdout
            .split(|byte| *byte == 0)
            .find(|line| !line.is_empty())
        else {
            return Ok(None);
        };
        // `<mode> <type> <oid>\t<path>`
        let head = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let words: Vec<&str> = head.split(' ').collect();
        let [mode, _, object] = words.as_slice() else {
            return Err(GitError::Answer("ls-tree"));
        };
        Ok(Some(Slot {
            mode: (*mode).to_owned(),
            object: Oid::new(object).ok_or(GitError::Answer("ls-tree"))?,
        }))
    }

    /// Writes bytes as they are into the object store.
    pub(super) fn record(&self, bytes: &[u8]) -> Result<Oid, GitError> {
        if let Some(lib) = self.lib() {
            return Ok(lib.blob(bytes)?.into());
        }
        let output = self
            .git()
            .args(["hash-object", "-w", "--stdin", "--no-filters"])
            .input(bytes)
            .run()?;
        Oid::new(&output.text()).ok_or(GitError::Answer("hash-object"))
    }
}

/// Compares two trees.
pub(super) fn differences(git: Command, one: &Oid, other: &Oid) -> Result<Differences, GitError> {
    let output = git
        .args(["diff-tree", "-r", "-z", "--raw", "--no-abbrev"])
        .args(["--no-renames", one.as_str(), other.as_str()])
        .run()?;
    // `:<mode> <mode> <oid> <oid> <letter>`, then the path.
    let mut fields = output.stdout.split(|byte| *byte == 0);
    let mut found = Differences::new();
    while let (Some(head), Some(path)) = (fields.next(), fields.next()) {
        let head = String::from_utf8_lossy(head);
        let read = || {
            let words: Vec<&str> = head.strip_prefix(':')?.split(' ').collect();
            let [old_mode, new_mode, old, new, _] = words.as_slice() else {
                return None;
            };
            let slots = (slot_of(old_mode, old)?, slot_of(new_mode, new)?);
            Some((RepoPath::new(path)?, slots))
        };
        let (path, slots) = read().ok_or(GitError::Answer("diff-tree"))?;
        found.insert(path, slots);
    }
    Ok(found)
}

fn slot_of(mode: &str, object: &str) -> Option<Option<Slot>> {
    let object = Oid::new(object)?;
    let mode = mode.to_owned();
    Some((mode != NOTHING).then_some(Slot { mode, object }))
}

/// A line for `update-index -z --index-info`. Without a mode the path is taken out, whatever the object.
pub(super) fn index_line(mode: Option<&str>, object: &Oid, path: &RepoPath) -> Vec<u8> {
    let head = format!("{} {object} 0\t", mode.unwrap_or("0"));
    [head.as_bytes(), path.as_bytes(), &[0]].concat()
}

/// A path as an argument of git.
pub(super) fn argument(path: &RepoPath) -> OsString {
    path.to_path(Path::new("")).into_os_string()
}
