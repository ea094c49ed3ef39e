//! A folder committed to a branch that is not checked out, such as `gh-pages`.
//!
//! Not a commit of the user's work: neither the working tree nor git's index is touched; the index that is used is
//! this commit's own.
use super::error::GitError;
use super::recorded::index_line;
use super::repository::{Oid, Repository};
use super::staged::set_entries;
use crate::command::Command;
use crate::source::RepoPath;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

impl Repository {
    /// Commits files from disk, each under its path in the tree, on top of a parent. Whatever else the parent has below
    /// `folder` goes, all other files stay. `None` when that changes nothing.
    pub fn commit_beside(
        &self,
        parent: Option<&Oid>,
        folder: &str,
        files: &[(RepoPath, PathBuf)],
        message: &str,
    ) -> Result<Option<Oid>, GitError> {
        let own = tempfile::tempdir().map_err(GitError::Temporary)?;
        let index = own.path().join("index");
        let git = || self.git().env("GIT_INDEX_FILE", &index);
        let mut lines = match parent {
            Some(parent) => emptied(&git, parent, folder)?,
            None => Vec::new(),
        };
        for (path, file) in files {
            let object = self.record_file(file)?;
            lines.extend(index_line(Some("100644"), &object, path));
        }
        set_entries(&git, lines, &[])?;
        let tree = git().arg("write-tree").run()?.text();
        if let Some(parent) = parent {
            let before = self
                .git()
                .args(["rev-parse", &format!("{parent}^{{tree}}")])
                .run()?;
            if before.text() == tree {
                return Ok(None);
            }
        }
        let parents = parent.iter().flat_map(|parent| ["-p", parent.as_str()]);
        let made = self
            .git()
            .args(["commit-tree", "-F", "-"])
            .args(parents)
            .arg(&*tree)
            .input(message)
            .run()?;
        Oid::new(&made.text())
            .ok_or(GitError::Answer("commit-tree"))
            .map(Some)
    }

    /// Whether a commit has just these files: each under its path, and no other below `folder`. Writes nothing.
    pub fn has_beside(
        &self,
        commit: &Oid,
        folder: &str,
        files: &[(RepoPath, PathBuf)],
    ) -> Result<bool, GitError> {
        let tree = self
            .git()
            .args(["ls-tree", "-r", "-z", "--full-tree", commit.as_str()])
            .run()?;
        let mut here = BTreeSet::new();
        for (path, file) in files {
            let object = self.object_of(file, &[])?;
            here.insert(
                [
                    b"100644 blob ",
                    object.as_str().as_bytes(),
                    b"\t",
                    path.as_bytes(),
                ]
                .concat(),
            );
        }
        let below = format!("{folder}/");
        let is_ours = |line: &&[u8]| {
            let path = line.splitn(2, |byte| *byte == b'\t').nth(1);
            let path = path.unwrap_or_default();
            path.starts_with(below.as_bytes()) || files.iter().any(|own| own.0.as_bytes() == path)
        };
        let there = tree.stdout.split(|byte| *byte == 0).filter(is_ours);
        let there: BTreeSet<Vec<u8>> = there.map(<[u8]>::to_vec).collect();
        Ok(here == there)
    }

    /// Pushes a commit to a branch, which on the remote must be one of its parents or not be there. No pre-push hook runs:
    /// hooks judge the project, of which such a commit has nothing.
    pub fn push_beside(&self, remote: &str, branch: &str, commit: &Oid) -> Result<(), GitError> {
        self.git()
            .args(["push", "--porcelain", "--no-verify", "--", remote])
            .arg(format!("{commit}:refs/heads/{branch}"))
            .run()?;
        Ok(())
    }

    /// Moves a branch from where it was seen to a commit; one that is checked out somewhere is left as it is.
    pub fn move_branch(&self, branch: &str, from: Option<&Oid>, to: &Oid) -> Result<(), GitError> {
        let name = format!("refs/heads/{branch}");
        let none = "0".repeat(to.as_str().len());
        let from = from.map_or(none.as_str(), Oid::as_str);
        self.git()
            .args(["update-ref", "-m", "pages", &name, to.as_str(), from])
            .run()?;
        Ok(())
    }

    /// The folder of the working tree in which a branch is checked out.
    pub fn checked_out_in(&self, branch: &str) -> Result<Option<PathBuf>, GitError> {
        let listed = self
            .git()
            .args(["worktree", "list", "--porcelain"])
            .run()?
            .text();
        let wanted = format!("branch refs/heads/{branch}");
        let mut folder = None;
        for line in listed.lines() {
            if let Some(path) = line.strip_prefix("worktree ") {
                folder = Some(PathBuf::from(path));
            } else if line == wanted {
                return Ok(folder);
            }
        }
        Ok(None)
    }

    /// Brings a commit of a remote here without a trace in the user's refs. Goes over the network.
    pub fn bring(&self, remote: &str, reference: &str) -> Result<(), GitError> {
        let words = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--",
            remote,
            reference,
        ];
        self.git().args(words).run()?;
        Ok(())
    }

    /// Returns a file of a commit; `None` when it is not there.
    pub fn file_at(&self, commit: &Oid, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        let output = self
            .git()
            .args(["cat-file", "blob", &format!("{commit}:{path}")])
            .output()?;
        Ok((output.status == Some(0)).then_some(output.stdout))
    }

    /// Records a file from disk as an object, as it is.
    fn record_file(&self, file: &Path) -> Result<Oid, GitError> {
        self.object_of(file, &["-w"])
    }

    /// The object that a file on disk is, as it is.
    fn object_of(&self, file: &Path, how: &[&str]) -> Result<Oid, GitError> {
        // git runs at the top of the repository.
        let file = std::path::absolute(file).map_err(GitError::Temporary)?;
        let output = self
            .git()
            .arg("hash-object")
            .args(how)
            .args(["--no-filters", "--"])
            .arg(file)
            .run()?;
        Oid::new(&output.text()).ok_or(GitError::Answer("hash-object"))
    }
}

/// Reads a commit into the index; what takes everything below a folder out of it again.
fn emptied(git: &dyn Fn() -> Command, parent: &Oid, folder: &str) -> Result<Vec<u8>, GitError> {
    git().args(["read-tree", parent.as_str()]).run()?;
    let listed = git().args(["ls-files", "-z", "--", folder]).run()?;
    let nothing = Oid::new(&"0".repeat(parent.as_str().len()));
    let nothing = nothing.ok_or(GitError::Answer("read-tree"))?;
    let paths = listed.stdout.split(|byte| *byte == 0);
    let lines = paths
        .filter(|path| !path.is_empty())
        .filter_map(RepoPath::new)
        .flat_map(|path| index_line(None, &nothing, &path));
    Ok(lines.collect())
}
