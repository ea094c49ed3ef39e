//! A branch moved to a commit that was made aside, with the user's unfinished work left in place.
//!
//! Not a checkout: only the files that the commit changes are touched, in git's index and in the working tree alike, and
//! what the user changed in them stays changed.
//!
//! The order is: files, then git's index, then the branch. A process that is killed in between leaves the branch where
//! it was and some files already as they are to be; running it again finds those done (a file that holds the new content
//! is left alone, and merging a change a second time changes nothing) and goes on. The other order would leave a branch
//! whose release commit the user's next commit takes back.
use super::commit::{Recorded, argument, index_line};
use super::error::GitError;
use super::merge::{Merged, merged};
use super::repository::{Oid, Repository};
use crate::command::Command;
use crate::edit::{self, FileChange};
use crate::source::RepoPath;
use std::path::Path;

/// What stands in git's index at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Staged {
    mode: String,
    object: Oid,
    /// A sparse checkout leaves the file out of the working tree.
    is_skipped: bool,
}

/// What is to be done to one file.
struct Step {
    path: RepoPath,
    /// The entry that git's index has now; `None` for a new file.
    staged: Option<Staged>,
    /// The entry that it gets; `None` when it has it already.
    stage: Option<(String, Vec<u8>)>,
    /// The bytes that the working tree has now; `None` where there is no file.
    found: Option<Vec<u8>>,
    /// The bytes that it gets; `None` when it has them already.
    write: Option<Vec<u8>>,
}

impl Repository {
    /// Lists the files in which the user's own work, staged or not, touches the lines that these changes of HEAD touch;
    /// `bring_forward` and `advance` would refuse them. Leaves nothing behind.
    pub fn cannot_advance(&self, changes: &[FileChange]) -> Result<Vec<RepoPath>, GitError> {
        Ok(self.looked_ahead(changes)?.1)
    }

    /// Whether git's index and the working tree have these changes of HEAD already. Leaves nothing behind.
    pub fn is_forward(&self, changes: &[FileChange]) -> Result<bool, GitError> {
        let (steps, conflicts) = self.looked_ahead(changes)?;
        let is_done = |step: &Step| step.stage.is_none() && step.write.is_none();
        Ok(conflicts.is_empty() && steps.iter().all(is_done))
    }

    fn looked_ahead(&self, changes: &[FileChange]) -> Result<(Vec<Step>, Vec<RepoPath>), GitError> {
        // Filters need objects; these go to a store that is thrown away.
        let store = tempfile::tempdir().map_err(GitError::Temporary)?;
        let objects = self.common_dir().join("objects");
        let git = || {
            self.git()
                .env("GIT_OBJECT_DIRECTORY", store.path())
                .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", &objects)
        };
        self.steps(&self.commit("HEAD")?, changes, &git)
    }

    /// Brings git's index and the working tree forward by these changes of HEAD, and commits nothing. What the user
    /// changed in the files stays changed; where lines collide nothing is touched and the error names the files.
    pub fn bring_forward(&self, changes: &[FileChange]) -> Result<(), GitError> {
        self.carry(&self.commit("HEAD")?, changes, || Ok(()))
    }

    /// Moves `refs/heads/<branch>` from one commit to another, which has exactly these changes more, and brings the
    /// changed files forward in git's index and the working tree when the branch is checked out.
    ///
    /// The branch must still be at `from` (or at `to`: then it is done). A file that the user changed is merged three
    /// ways; when lines collide nothing is touched and the error names the files. Run again after a kill, it goes on.
    pub fn advance(
        &self,
        branch: &str,
        from: &Oid,
        to: &Oid,
        changes: &[FileChange],
    ) -> Result<(), GitError> {
        let reference = format!("refs/heads/{branch}");
        if self.reference(&reference)?.as_ref() == Some(to) {
            return Ok(());
        }
        if self.branch()?.as_deref() != Some(branch) {
            return self.move_branch(&reference, from, to);
        }
        self.carry(from, changes, || self.move_branch(&reference, from, to))
    }

    /// Writes and stages the files, then does what comes last; when that fails, the files are put back.
    fn carry(
        &self,
        from: &Oid,
        changes: &[FileChange],
        last: impl FnOnce() -> Result<(), GitError>,
    ) -> Result<(), GitError> {
        let (steps, conflicts) = self.steps(from, changes, &|| self.git())?;
        if !conflicts.is_empty() {
            return Err(GitError::WouldConflict(conflicts));
        }
        let done = self
            .write_steps(&steps)
            .and_then(|()| self.stage_steps(&steps))
            .and_then(|()| last());
        if done.is_err() {
            self.take_back(&steps);
        }
        done
    }

    fn move_branch(&self, reference: &str, from: &Oid, to: &Oid) -> Result<(), GitError> {
        self.git()
            .args(["update-ref", "-m", "publish: release commit", reference])
            .args([to.as_str(), from.as_str()])
            .run()?;
        Ok(())
    }

    /// Decides what is to be done to each file, and which ones collide with the user's work.
    fn steps(
        &self,
        from: &Oid,
        changes: &[FileChange],
        git: &dyn Fn() -> Command,
    ) -> Result<(Vec<Step>, Vec<RepoPath>), GitError> {
        let (mut steps, mut conflicts) = (Vec::new(), Vec::new());
        for file in self.recorded(from, changes)? {
            match self.step(&file, git)? {
                Some(step) => steps.push(step),
                None => conflicts.push(file.path),
            }
        }
        Ok((steps, conflicts))
    }

    fn step(&self, file: &Recorded, git: &dyn Fn() -> Command) -> Result<Option<Step>, GitError> {
        let staged = self.staged_entry(&file.path)?;
        let stage = match &staged {
            // A new file that nobody staged yet.
            None if file.object.is_none() => Merged::To(file.after.to_vec()),
            // The user staged its removal.
            None => Merged::Conflict,
            Some(entry) => {
                let now = git()
                    .args(["cat-file", "blob", entry.object.as_str()])
                    .run()?
                    .stdout;
                merged(&now, &file.before, &file.after)?
            }
        };
        let mode = staged.as_ref().map_or(&file.mode, |entry| &entry.mode);
        let stage = match stage {
            Merged::Conflict => return Ok(None),
            Merged::Same => None,
            Merged::To(bytes) => Some((mode.clone(), bytes)),
        };
        let found = read(&self.root().join(argument(&file.path)), &file.path)?;
        let write = if staged.as_ref().is_some_and(|entry| entry.is_skipped) && found.is_none() {
            Merged::Same
        } else {
            merged_on_disk(found.as_deref(), file, git)?
        };
        let write = match write {
            Merged::Conflict => return Ok(None),
            Merged::Same => None,
            Merged::To(bytes) => Some(bytes),
        };
        Ok(Some(Step {
            path: file.path.clone(),
            staged,
            stage,
            found,
            write,
        }))
    }

    /// Reads the entry of git's index at a path.
    fn staged_entry(&self, path: &RepoPath) -> Result<Option<Staged>, GitError> {
        let output = self
            .git()
            .args(["--literal-pathspecs", "ls-files", "--stage", "-t", "-z"])
            .args(["--full-name", "--"])
            .arg(argument(path))
            .run()?;
        // `<tag> <mode> <oid> <stage>\t<path>`
        let mut lines = output.stdout.split(|byte| *byte == 0);
        let Some(line) = lines.find(|line| {
            let name = line.splitn(2, |byte| *byte == b'\t').nth(1);
            name == Some(path.as_bytes())
        }) else {
            return Ok(None);
        };
        let head = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let words: Vec<&str> = head.split(' ').collect();
        let [tag, mode, object, stage] = words.as_slice() else {
            return Err(GitError::Answer("ls-files"));
        };
        if *stage != "0" {
            return Err(GitError::Conflicted(path.clone()));
        }
        Ok(Some(Staged {
            mode: (*mode).to_owned(),
            object: Oid::new(object).ok_or(GitError::Answer("ls-files"))?,
            is_skipped: *tag == "S",
        }))
    }

    fn write_steps(&self, steps: &[Step]) -> Result<(), GitError> {
        for step in steps {
            let Some(bytes) = &step.write else { continue };
            let path = step.path.to_path(self.root());
            let written = match path.parent() {
                Some(folder) => std::fs::create_dir_all(folder),
                None => Ok(()),
            };
            written
                .and_then(|()| edit::replace(&path, bytes))
                .map_err(|source| GitError::Write {
                    path: step.path.clone(),
                    source,
                })?;
        }
        Ok(())
    }

    fn stage_steps(&self, steps: &[Step]) -> Result<(), GitError> {
        let mut entries = Vec::new();
        for step in steps {
            if let Some((mode, bytes)) = &step.stage {
                let object = self.record(bytes)?;
                entries.push((step, index_line(mode, &object, &step.path)));
            }
        }
        self.stage_lines(&entries)
    }

    fn stage_lines(&self, entries: &[(&Step, Vec<u8>)]) -> Result<(), GitError> {
        if entries.is_empty() {
            return Ok(());
        }
        let lines: Vec<u8> = entries.iter().flat_map(|(_, line)| line.clone()).collect();
        self.git()
            .args(["update-index", "-z", "--add", "--index-info"])
            .input(lines)
            .run()?;
        let skipped: Vec<_> = entries
            .iter()
            .filter(|(step, _)| step.staged.as_ref().is_some_and(|entry| entry.is_skipped))
            .map(|(step, _)| argument(&step.path))
            .collect();
        if !skipped.is_empty() {
            self.git()
                .args(["update-index", "--skip-worktree", "--"])
                .args(skipped)
                .run()?;
        }
        // Files that the user changed make this end with 1; that is no failure.
        self.git()
            .args(["update-index", "-q", "--refresh"])
            .output()?;
        Ok(())
    }

    /// Puts back what was done, as far as that can be done: the branch was moved by somebody else, or the index is
    /// locked.
    fn take_back(&self, steps: &[Step]) {
        let mut entries = Vec::new();
        for step in steps {
            let path = step.path.to_path(self.root());
            match (&step.write, &step.found) {
                (Some(_), Some(before)) => edit::replace(&path, before).ok(),
                (Some(_), None) => std::fs::remove_file(&path).ok(),
                (None, _) => None,
            };
            if step.stage.is_none() {
                continue;
            }
            match &step.staged {
                Some(entry) => {
                    entries.push((step, index_line(&entry.mode, &entry.object, &step.path)))
                }
                None => {
                    self.git()
                        .args(["update-index", "--force-remove", "--"])
                        .arg(argument(&step.path))
                        .output()
                        .ok();
                }
            }
        }
        self.stage_lines(&entries).ok();
    }
}

/// Brings a file of the working tree forward. Its bytes are what checkout filters make of the recorded ones (line ends,
/// keywords), or the recorded ones themselves where an editor undid the filter.
fn merged_on_disk(
    found: Option<&[u8]>,
    file: &Recorded,
    git: &dyn Fn() -> Command,
) -> Result<Merged, GitError> {
    let filtered = |bytes: &[u8]| -> Result<Vec<u8>, GitError> {
        let object = git()
            .args(["hash-object", "-w", "--stdin", "--no-filters"])
            .input(bytes)
            .run()?
            .text();
        let mut path = std::ffi::OsString::from("--path=");
        path.push(argument(&file.path));
        Ok(git()
            .args(["cat-file", "--filters"])
            .arg(path)
            .arg(object)
            .run()?
            .stdout)
    };
    let after = filtered(&file.after)?;
    let Some(found) = found else {
        return Ok(if file.object.is_none() {
            Merged::To(after)
        } else {
            Merged::Conflict
        });
    };
    let before = filtered(&file.before)?;
    match merged(found, &before, &after)? {
        Merged::Conflict if before != *file.before => merged(found, &file.before, &file.after),
        merged => Ok(merged),
    }
}

/// Reads a file of the working tree; `None` when there is none.
fn read(path: &Path, shown: &RepoPath) -> Result<Option<Vec<u8>>, GitError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(source) => Err(GitError::Read {
            path: shown.clone(),
            source,
        }),
    }
}
