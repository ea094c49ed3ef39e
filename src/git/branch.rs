//! Branches on a remote: fetched without a trace, and replaced or deleted only as long as they are what they are known to
//! be; and the commits of a stretch of history.
//!
//! Not what is checked out here: that is never touched.
use super::error::GitError;
use super::recorded::argument;
use super::repository::{Oid, Repository};
use crate::source::RepoPath;
use std::ffi::OsStr;

/// A commit as history tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its name.
    pub oid: Oid,
    /// Its parents, in their order.
    pub parents: Vec<Oid>,
    /// Who wrote it.
    pub author: String,
    /// Whether nobody changed it since it was made: its two dates are the same.
    pub is_as_made: bool,
    /// Its whole message.
    pub message: String,
}

/// A file in which a commit differs from its parent: its path, and its content, or `None` where it is gone.
pub type ChangedFile = (RepoPath, Option<Vec<u8>>);

impl Logged {
    /// Whether its message has a line, however it is indented.
    pub fn has_line(&self, wanted: &str) -> bool {
        self.message.lines().any(|line| line.trim() == wanted)
    }

    /// The first line of its message.
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

impl Repository {
    /// Has a commit here that a ref of another repository, a remote or a path, points at. No ref is made or moved.
    pub fn fetch(&self, from: &OsStr, reference: &str, commit: &Oid) -> Result<(), GitError> {
        let asked = format!("{commit}^{{commit}}");
        let is_here = || -> Result<bool, GitError> {
            let known = self.git().args(["cat-file", "-e", &asked]).output()?;
            Ok(known.status == Some(0))
        };
        if is_here()? {
            return Ok(());
        }
        self.git()
            .args(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"])
            .args(["--refmap=", "--"])
            .arg(from)
            .arg(reference)
            .run()?;
        match is_here()? {
            true => Ok(()),
            false => Err(GitError::MovedThere(reference.to_owned())),
        }
    }

    /// Puts a branch of a remote on a commit. It must be at `old` there still, or not be there at all when that is `None`.
    /// The user's pre-push hooks run; `options` are for the server. Returns what the server said.
    pub fn push_branch(
        &self,
        remote: &str,
        branch: &str,
        (old, new): (Option<&Oid>, &Oid),
        options: &[String],
    ) -> Result<String, GitError> {
        let reference = format!("refs/heads/{branch}");
        let old = old.map_or("", Oid::as_str);
        let options = options
            .iter()
            .map(|option| format!("--push-option={option}"));
        let output = self
            .git()
            .args(["push", "--porcelain"])
            .arg(format!("--force-with-lease={reference}:{old}"))
            .args(options)
            .args(["--", remote, &format!("{new}:{reference}")])
            .run()?;
        Ok(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Deletes a branch of a remote, which must still be at this commit. No pre-push hook runs.
    pub fn delete_remote_branch(
        &self,
        remote: &str,
        branch: &str,
        commit: &Oid,
    ) -> Result<(), GitError> {
        let reference = format!("refs/heads/{branch}");
        self.git()
            .args(["push", "--porcelain", "--no-verify"])
            .arg(format!("--force-with-lease={reference}:{commit}"))
            .args(["--", remote, &format!(":{reference}")])
            .run()?;
        Ok(())
    }

    /// Returns the commits that `to` has and `since` does not, the newest first.
    pub fn commits_since(&self, since: &Oid, to: &Oid) -> Result<Vec<Logged>, GitError> {
        self.logged(&[format!("{since}..{to}")], &[])
    }

    /// Returns the commits on the first-parent line to a commit that changed one of these files, the newest first.
    pub fn first_parents(&self, to: &Oid, files: &[RepoPath]) -> Result<Vec<Logged>, GitError> {
        self.logged(&["--first-parent".into(), to.to_string()], files)
    }

    fn logged(&self, asked: &[String], files: &[RepoPath]) -> Result<Vec<Logged>, GitError> {
        let output = self
            .git()
            .args(["log", "-z", "--format=%H%n%P%n%an%n%at %ct%n%B"])
            .args(asked)
            .arg("--")
            .args(files.iter().map(argument))
            .run()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let records = text.split('\0').filter(|record| !record.is_empty());
        records
            .map(read)
            .collect::<Option<_>>()
            .ok_or(GitError::Answer("log"))
    }

    /// Returns the tree of a commit.
    pub fn tree_of(&self, commit: &Oid) -> Result<Oid, GitError> {
        let asked = ["rev-parse", "--verify", &format!("{commit}^{{tree}}")];
        let answer = self.git().args(asked).run()?.text();
        Oid::new(&answer).ok_or(GitError::Answer("rev-parse"))
    }

    /// Returns the files in which a commit differs from its parent. Only files can be told so; links and the like are an
    /// error.
    pub fn files_changed(&self, parent: &Oid, commit: &Oid) -> Result<Vec<ChangedFile>, GitError> {
        let mut files = Vec::new();
        for (path, (_, now)) in super::recorded::differences(self.git(), parent, commit)? {
            let content = match now {
                None => None,
                Some(slot) if slot.is_file() => Some(self.blob(&slot.object)?.to_vec()),
                Some(_) => return Err(GitError::NotAFile(path)),
            };
            files.push((path, content));
        }
        Ok(files)
    }
}

fn read(record: &str) -> Option<Logged> {
    let mut lines = record.splitn(5, '\n');
    let oid = Oid::new(lines.next()?)?;
    let parents = lines.next()?.split_whitespace();
    let parents = parents.map(Oid::new).collect::<Option<_>>()?;
    let author = lines.next()?.to_owned();
    let (written, made) = lines.next()?.split_once(' ')?;
    Some(Logged {
        oid,
        parents,
        author,
        is_as_made: written == made,
        message: lines.next()?.trim_end().to_owned(),
    })
}
