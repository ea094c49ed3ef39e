//! Commits made aside: from a commit's tree and changed files, through an index of their own.
//!
//! Only objects come into being; no ref, no working tree, and not the user's index is touched.
use super::error::GitError;
use super::repository::{Oid, Repository};
use super::tag::with_line_end;
use crate::command::Command;
use crate::edit::FileChange;
use crate::environment::is_set;
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

/// A file as a commit has it and as it is to be.
pub(super) struct Recorded {
    pub(super) path: RepoPath,
    pub(super) mode: String,
    /// The object before; `None` for a new file.
    pub(super) object: Option<Oid>,
    pub(super) before: Arc<[u8]>,
    pub(super) after: Arc<[u8]>,
}

impl Repository {
    /// Builds a commit from `parent`'s tree with these files changed, and returns it. The bytes of a change are those git
    /// records (no filter is applied); modes stay; a change of a symbolic link changes the file it leads to.
    ///
    /// Author, committer, dates and signing are what git's configuration and the `GIT_AUTHOR_*`, `GIT_COMMITTER_*`
    /// variables say. A change that was made for another content than `parent` has is an error.
    pub fn commit_aside(
        &self,
        parent: &Oid,
        changes: &[FileChange],
        message: &str,
    ) -> Result<Oid, GitError> {
        self.need_identity()?;
        let aside = tempfile::tempdir().map_err(GitError::Temporary)?;
        let index = aside.path().join("index");
        let git = || without_index_features(self.git()).env("GIT_INDEX_FILE", &index);
        git().args(["read-tree", parent.as_str()]).run()?;
        let mut lines = Vec::new();
        for file in self.recorded(parent, changes)? {
            let object = self.record(&file.after)?;
            lines.extend_from_slice(&index_line(&file.mode, &object, &file.path));
        }
        git()
            .args(["update-index", "-z", "--index-info"])
            .input(lines)
            .run()?;
        let tree = git().arg("write-tree").run()?.text();
        let mut command = self.git().arg("commit-tree");
        let sign = self
            .git()
            .args(["config", "--type=bool", "--get", "commit.gpgSign"])
            .output()?;
        if sign.text() == "true" {
            command = command.arg("-S");
        }
        let made = command
            .args(["-p", parent.as_str(), "-F", "-", &tree])
            .input(with_line_end(message))
            .run()?;
        Oid::new(&made.text()).ok_or(GitError::Answer("commit-tree"))
    }

    /// Finds the files that changes mean in a commit: links followed, and what was read compared with what is recorded.
    pub(super) fn recorded(
        &self,
        commit: &Oid,
        changes: &[FileChange],
    ) -> Result<Vec<Recorded>, GitError> {
        let mut found: BTreeMap<RepoPath, Recorded> = BTreeMap::new();
        for change in changes {
            let (path, entry) = self.followed(commit, &change.path)?;
            let (mode, object, before) = match entry {
                None => (FILE.to_owned(), None, Arc::from([])),
                Some((mode, object)) if mode.starts_with("100") => {
                    let before = self.blob(&object)?;
                    (mode, Some(object), before)
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
    ) -> Result<(RepoPath, Option<(String, Oid)>), GitError> {
        let mut path = path.clone();
        for _ in 0..LINK_LIMIT {
            match self.tree_entry(commit, &path)? {
                Some((mode, object)) if mode == LINK => {
                    let target = self.blob(&object)?;
                    let folder = path.parent().unwrap_or_default();
                    path = folder
                        .join(&*target)
                        .ok_or_else(|| GitError::NotAFile(path.clone()))?;
                }
                entry => return Ok((path, entry)),
            }
        }
        Err(GitError::NotAFile(path))
    }

    /// Returns mode and object of one path of a commit's tree; `None` when there is nothing.
    pub(super) fn tree_entry(
        &self,
        commit: &Oid,
        path: &RepoPath,
    ) -> Result<Option<(String, Oid)>, GitError> {
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
        let object = Oid::new(object).ok_or(GitError::Answer("ls-tree"))?;
        Ok(Some(((*mode).to_owned(), object)))
    }

    /// Writes bytes as they are into the object store.
    pub(super) fn record(&self, bytes: &[u8]) -> Result<Oid, GitError> {
        let output = self
            .git()
            .args(["hash-object", "-w", "--stdin", "--no-filters"])
            .input(bytes)
            .run()?;
        Oid::new(&output.text()).ok_or(GitError::Answer("hash-object"))
    }

    /// Refuses to go on where git would make up an author from the account and the machine's name.
    pub fn need_identity(&self) -> Result<(), GitError> {
        let configured = self
            .git()
            .args([
                "config",
                "--name-only",
                "--get-regexp",
                r"^(user|author|committer)\.(name|email)$",
            ])
            .output()?
            .text();
        let is_configured = |key: &str| configured.lines().any(|line| line == key);
        for (person, prefix) in [("author", "GIT_AUTHOR"), ("committer", "GIT_COMMITTER")] {
            for (part, variable) in [("name", "NAME"), ("email", "EMAIL")] {
                let known = is_set(&format!("{prefix}_{variable}"))
                    || is_configured(&format!("user.{part}"))
                    || is_configured(&format!("{person}.{part}"))
                    || (part == "email" && is_set("EMAIL"));
                if !known {
                    return Err(GitError::NoIdentity);
                }
            }
        }
        Ok(())
    }
}

/// A line for `update-index -z --index-info`.
pub(super) fn index_line(mode: &str, object: &Oid, path: &RepoPath) -> Vec<u8> {
    let mut line = format!("{mode} {object} 0\t").into_bytes();
    line.extend_from_slice(path.as_bytes());
    line.push(0);
    line
}

/// A path as an argument of git.
pub(super) fn argument(path: &RepoPath) -> OsString {
    path.to_path(Path::new("")).into_os_string()
}

/// A private index is written whole: a split one would leave a part of itself in the repository.
fn without_index_features(git: Command) -> Command {
    git.args([
        "-c",
        "core.splitIndex=false",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "index.sparse=false",
    ])
}
