//! The working tree before commands run, so that what they added to a draft can be put back.
//!
//! Not the draft's own files, which `forward` puts back; and not what commands wrote without adding it, which may as well
//! be somebody else's.
use super::draft::Draft;
use super::error::GitError;
use super::forward::filtered;
use super::recorded::{argument, differences};
use super::repository::{Oid, Repository};
use crate::source::RepoPath;
use std::collections::BTreeSet;

/// The working tree as a draft sees it at one time.
#[derive(Debug)]
pub(super) struct Scene {
    /// The files that the draft knows.
    pub(super) tree: Oid,
    /// The files that it does not know; without those that git ignores.
    untracked: BTreeSet<RepoPath>,
}

impl Scene {
    pub(super) fn of(draft: &Draft<'_>) -> Result<Self, GitError> {
        let asked = [
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--full-name",
        ];
        let listed = draft.git().args(asked).run()?.stdout;
        let paths = listed.split(|byte| *byte == 0).filter_map(RepoPath::new);
        Ok(Self {
            untracked: paths.filter(|path| !path.is_top()).collect(),
            tree: draft.work()?,
        })
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
                    repository.write(&path, &bytes)?;
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

fn is_ignored(repository: &Repository, path: &RepoPath) -> Result<bool, GitError> {
    let asked = ["check-ignore", "--quiet", "--no-index", "--"];
    let answer = repository.git().args(asked).arg(argument(path)).output()?;
    Ok(answer.status == Some(0))
}
