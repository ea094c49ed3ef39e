//! The working tree before commands run: what they add to a draft can be put back, and is told from the user's own work.
//!
//! The draft's own files are put back by `forward`. What commands wrote without adding it stays: it may as well be somebody
//! else's.
use super::draft::Draft;
use super::error::GitError;
use super::forward::filtered;
use super::merge::{Merged, merged};
use super::recorded::{Differences, Slot, argument, differences};
use super::repository::{Oid, Repository};
use super::staged::blob;
use crate::command::Command;
use crate::source::RepoPath;
use std::collections::BTreeSet;

/// The working tree as a draft sees it at one time.
#[derive(Debug)]
pub(super) struct Scene {
    /// The files that the draft knows.
    pub(super) tree: Oid,
    /// The files that it does not know; without those that git ignores.
    untracked: BTreeSet<RepoPath>,
    /// The files that the user's index has and the commit that is checked out has not.
    staged: BTreeSet<RepoPath>,
}

impl Scene {
    pub(super) fn of(repository: &Repository, draft: &Draft<'_>) -> Result<Self, GitError> {
        let untracked = ["ls-files", "-z", "--others", "--exclude-standard"];
        let staged = [
            "diff-index",
            "-z",
            "--cached",
            "--name-only",
            "--diff-filter=A",
            "HEAD",
        ];
        Ok(Self {
            tree: draft.work()?,
            untracked: paths(draft.git().args(untracked))?,
            staged: paths(repository.git().args(staged))?,
        })
    }

    /// Lists the user's own unfinished work that is in a commit though it was not in the draft: `by_hooks` is what the
    /// commit has more than the draft, `unfinished` what the working tree had more.
    pub(super) fn swept(
        &self,
        draft: &Draft<'_>,
        by_hooks: &Differences,
        unfinished: &Differences,
    ) -> Result<Vec<RepoPath>, GitError> {
        let mut swept = Vec::new();
        for (path, (drafted, committed)) in by_hooks {
            let is_swept = match (unfinished.get(path), drafted, committed) {
                (None, None, _) => self.staged.contains(path),
                (None, ..) => false,
                (Some((_, edited)), Some(drafted), Some(committed))
                    if drafted.is_file() && committed.is_file() =>
                {
                    holds(draft, drafted, edited.as_ref(), committed)?
                }
                (Some((_, edited)), ..) => edited == committed,
            };
            if is_swept {
                swept.push(path.clone());
            }
        }
        Ok(swept)
    }

    /// Puts back the files that were added to the draft since, as far as they are on disk as they were added.
    pub(super) fn put_back(
        &self,
        repository: &Repository,
        draft: &Draft<'_>,
    ) -> Result<(), GitError> {
        let (staged, work) = (draft.tree()?, draft.work()?);
        let changed_since = differences(draft.git_aside(), &staged, &work)?;
        for (path, (before, now)) in differences(draft.git_aside(), &self.tree, &staged)? {
            let is_file = now.as_ref().is_none_or(|slot| slot.is_file());
            if !is_file || draft.is_for(&path) || changed_since.contains_key(&path) {
                continue;
            }
            match before {
                Some(before) if before.is_file() => {
                    let bytes = filtered(draft.git_aside(), &path, &before.object)?;
                    repository.write(&[(&path, &bytes)])?;
                }
                None if !self.untracked.contains(&path) && !is_ignored(repository, &path)? => {
                    std::fs::remove_file(path.to_path(repository.root())).ok();
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a committed file holds the user's edits of the drafted one: taking them out would change it.
fn holds(
    draft: &Draft<'_>,
    drafted: &Slot,
    edited: Option<&Slot>,
    committed: &Slot,
) -> Result<bool, GitError> {
    let Some(edited) = edited.filter(|edited| edited.is_file()) else {
        return Ok(false);
    };
    let [drafted, edited, committed] =
        [drafted, edited, committed].map(|slot| blob(draft.git_aside(), &slot.object));
    Ok(merged(&committed?, &edited?, &drafted?)? != Merged::Same)
}

/// The paths that a command lists with `-z`.
fn paths(git: Command) -> Result<BTreeSet<RepoPath>, GitError> {
    let listed = git.run()?.stdout;
    let paths = listed.split(|byte| *byte == 0).filter_map(RepoPath::new);
    Ok(paths.filter(|path| !path.is_top()).collect())
}

fn is_ignored(repository: &Repository, path: &RepoPath) -> Result<bool, GitError> {
    let asked = ["check-ignore", "--quiet", "--no-index", "--"];
    let answer = repository.git().args(asked).arg(argument(path)).output()?;
    Ok(answer.status == Some(0))
}
