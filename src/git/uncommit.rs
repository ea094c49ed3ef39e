//! A commit taken back: HEAD, git's index and the files go back to its parent, with unfinished work left in place; and a
//! tag deleted.
//!
//! Not a reset: what the user changed, staged or not, stays changed.
use super::error::GitError;
use super::forward::Former;
use super::recorded::differences;
use super::repository::{Oid, Repository};
use crate::edit::FileChange;

impl Repository {
    /// Deletes a tag, whose ref must still point at this object.
    pub fn delete_tag(&self, name: &str, object: &Oid) -> Result<(), GitError> {
        let reference = format!("refs/tags/{name}");
        let git = self.git().args(["update-ref", "--no-deref", "-d"]);
        git.args([&*reference, object.as_str()]).run()?;
        Ok(())
    }

    /// Takes back the commit that is checked out. Where the user's own work touches its lines, or it adds or removes files,
    /// nothing is touched. Cut off at any point, it is finished by doing it again.
    pub fn uncommit(&self, commit: &Oid, parent: &Oid) -> Result<(), GitError> {
        let changes = self.reversed(commit, parent)?;
        let branch = self.branch()?;
        let reference = branch.map_or("HEAD".into(), |branch| format!("refs/heads/{branch}"));
        let mut former = Former::default();
        let done = self.carry(commit, &changes, &mut former).and_then(|()| {
            let moved = ["update-ref", "--no-deref", "-m", "release taken back"];
            let git = self.git().args(moved);
            git.args([&*reference, parent.as_str(), commit.as_str()])
                .run()?;
            Ok(())
        });
        if done.is_err() {
            self.take_back(&former);
        }
        done
    }

    /// How the files of a commit differ from those of its parent.
    fn reversed(&self, commit: &Oid, parent: &Oid) -> Result<Vec<FileChange>, GitError> {
        let mut changes = Vec::new();
        for (path, slots) in differences(self.git(), commit, parent)? {
            match slots {
                (Some(now), Some(then)) if now.is_file() && now.mode == then.mode => {
                    changes.push(FileChange {
                        before: self.blob(&now.object)?,
                        after: self.blob(&then.object)?,
                        path,
                    });
                }
                _ => return Err(GitError::NotAFile(path)),
            }
        }
        Ok(changes)
    }
}
