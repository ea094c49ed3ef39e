//! Entries of git's index: read, set, brought forward from one tree to another, put back.
//!
//! Not the whole of it: `objects` lists that.
use super::error::GitError;
use super::merge::{Merged, merged};
use super::recorded::{Differences, Slot, argument, index_line};
use super::repository::{Oid, Repository};
use crate::command::Command;
use crate::source::RepoPath;
use std::collections::BTreeMap;

/// How many paths are asked for at once: a command line has an end.
const PATHS_AT_ONCE: usize = 500;

/// What stands in git's index at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Staged {
    pub(super) slot: Slot,
    /// A sparse checkout leaves the file out of the working tree.
    pub(super) is_skipped: bool,
}

/// A path of git's index, as it was and as it is to be.
#[derive(Debug)]
pub(super) struct Restaged {
    pub(super) path: RepoPath,
    pub(super) before: Option<Staged>,
    pub(super) after: Option<Slot>,
}

impl Repository {
    /// Reads the entries of the user's index at paths.
    pub(super) fn staged_entries<'p>(
        &self,
        paths: impl Iterator<Item = &'p RepoPath>,
    ) -> Result<Entries, GitError> {
        Entries::at(&|| self.git(), paths)
    }

    /// Decides what brings git's index from one tree to another: what the user has not touched gets what the other tree
    /// has, what the user changed is merged, and what collides or is in conflict is left as it is.
    pub(super) fn followed_by_index(
        &self,
        differences: &Differences,
        git: &dyn Fn() -> Command,
    ) -> Result<Vec<Restaged>, GitError> {
        let mut found = Vec::new();
        let entries = self.staged_entries(differences.keys())?;
        for (path, (from, to)) in differences {
            let before = match entries.get(path) {
                Err(GitError::Conflicted(_)) => continue,
                before => before?,
            };
            let now = before.as_ref().map(|entry| &entry.slot);
            let after = if now == from.as_ref() {
                to.clone()
            } else if let (Some(now), Some(from), Some(to)) = (now, from, to)
                && [now, from, to].iter().all(|slot| slot.is_file())
                && let Some(object) = self.merged_objects([now, from, to], git)?
            {
                let mode = now.mode.clone();
                Some(Slot { mode, object })
            } else {
                continue;
            };
            found.push(Restaged {
                path: path.clone(),
                before,
                after,
            });
        }
        Ok(found)
    }

    /// Merges what the user staged with a change; `None` when that changes nothing, or the two collide.
    fn merged_objects(
        &self,
        slots: [&Slot; 3],
        git: &dyn Fn() -> Command,
    ) -> Result<Option<Oid>, GitError> {
        let [now, from, to] = slots.map(|slot| blob(git(), &slot.object));
        match merged(&now?, &from?, &to?)? {
            Merged::To(bytes) => self.record(&bytes).map(Some),
            Merged::Same | Merged::Conflict => Ok(None),
        }
    }

    /// Sets entries of git's index.
    pub(super) fn restage(&self, entries: &[Restaged]) -> Result<(), GitError> {
        let set = |entry: &Restaged| {
            let before = entry.before.as_ref().map(|before| &before.slot);
            line(&entry.path, before, entry.after.as_ref())
        };
        let skipped = entries.iter().filter(|entry| entry.after.is_some());
        self.set_lines(entries.iter().filter_map(set).flatten().collect(), skipped)
    }

    /// Puts entries of git's index back.
    pub(super) fn unstage(&self, entries: &[Restaged]) -> Result<(), GitError> {
        let set = |entry: &Restaged| {
            let before = entry.before.as_ref().map(|before| &before.slot);
            line(&entry.path, entry.after.as_ref(), before)
        };
        let lines = entries.iter().filter_map(set).flatten().collect();
        self.set_lines(lines, entries.iter())
    }

    fn set_lines<'e>(
        &self,
        lines: Vec<u8>,
        entries: impl Iterator<Item = &'e Restaged>,
    ) -> Result<(), GitError> {
        if lines.is_empty() {
            return Ok(());
        }
        let is_skipped = |entry: &&Restaged| entry.before.as_ref().is_some_and(|e| e.is_skipped);
        let skipped: Vec<_> = entries
            .filter(is_skipped)
            .map(|entry| &entry.path)
            .collect();
        set_entries(&|| self.git(), lines, &skipped)?;
        self.refresh()
    }

    /// Lets git look which files of the working tree are as staged.
    pub(super) fn refresh(&self) -> Result<(), GitError> {
        // Files that the user changed make this end with 1; that is no failure.
        self.git()
            .args(["update-index", "-q", "--refresh"])
            .output()?;
        Ok(())
    }
}

/// What stands in an index at some paths.
#[derive(Debug, Default)]
pub(super) struct Entries(BTreeMap<RepoPath, Option<Staged>>);

impl Entries {
    /// Reads the entries of an index at paths.
    pub(super) fn at<'p>(
        git: &dyn Fn() -> Command,
        paths: impl Iterator<Item = &'p RepoPath>,
    ) -> Result<Self, GitError> {
        let paths: Vec<&RepoPath> = paths.collect();
        let mut found = Self::default();
        for paths in paths.chunks(PATHS_AT_ONCE) {
            let output = git()
                .args(["--literal-pathspecs", "ls-files", "--stage", "-t", "-z"])
                .args(["--full-name", "--"])
                .args(paths.iter().map(|path| argument(path)))
                .run()?;
            for line in output.stdout.split(|byte| *byte == 0) {
                found.add(line)?;
            }
        }
        Ok(found)
    }

    /// The entry at a path; one that a merge left in conflict is an error.
    pub(super) fn get(&self, path: &RepoPath) -> Result<Option<Staged>, GitError> {
        match self.0.get(path) {
            None => Ok(None),
            Some(Some(entry)) => Ok(Some(entry.clone())),
            Some(None) => Err(GitError::Conflicted(path.clone())),
        }
    }

    /// Reads `<tag> <mode> <oid> <stage>\t<path>`.
    fn add(&mut self, line: &[u8]) -> Result<(), GitError> {
        let mut parts = line.splitn(2, |byte| *byte == b'\t');
        let head = String::from_utf8_lossy(parts.next().unwrap_or_default());
        let Some(path) = parts.next().and_then(RepoPath::new) else {
            return Ok(());
        };
        let words: Vec<&str> = head.split(' ').collect();
        let [tag, mode, object, stage] = words.as_slice() else {
            return Err(GitError::Answer("ls-files"));
        };
        let entry = Staged {
            slot: Slot {
                mode: (*mode).to_owned(),
                object: Oid::new(object).ok_or(GitError::Answer("ls-files"))?,
            },
            is_skipped: *tag == "S",
        };
        self.0.insert(path, (*stage == "0").then_some(entry));
        Ok(())
    }
}

/// Sets entries of an index by lines of `index_line`, and marks those that a sparse checkout leaves out.
pub(super) fn set_entries(
    git: &dyn Fn() -> Command,
    lines: Vec<u8>,
    skipped: &[&RepoPath],
) -> Result<(), GitError> {
    // Into an index that has folders in the place of files, `--index-info` puts the file beside its folder.
    git()
        .args(["-c", "index.sparse=false", "update-index"])
        .args(["-z", "--add", "--index-info"])
        .input(lines)
        .run()?;
    if !skipped.is_empty() {
        git()
            .args(["update-index", "--skip-worktree", "--"])
            .args(skipped.iter().map(|path| argument(path)))
            .run()?;
    }
    Ok(())
}

/// The line that brings an entry from one state to another; `None` when there is nothing before and after.
fn line(path: &RepoPath, from: Option<&Slot>, to: Option<&Slot>) -> Option<Vec<u8>> {
    let mode = to.map(|slot| &*slot.mode);
    let slot = to.or(from)?;
    Some(index_line(mode, &slot.object, path))
}

/// Reads a blob that may lie in a store of its own.
pub(super) fn blob(git: Command, object: &Oid) -> Result<Vec<u8>, GitError> {
    Ok(git
        .args(["cat-file", "blob", object.as_str()])
        .run()?
        .stdout)
}
