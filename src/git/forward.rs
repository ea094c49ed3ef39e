//! The user's files and git's index brought forward by changes of HEAD, with unfinished work left in place.
//!
//! Not a checkout: only the files that are changed are touched, in git's index and in the working tree alike, and what
//! the user changed in them stays changed. Doing it a second time changes nothing: a file that holds the new content is
//! left alone, and merging a change again is no change.
use super::error::GitError;
use super::merge::{Merged, merged};
use super::recorded::{Recorded, Slot, argument};
use super::repository::{Oid, Repository};
use super::staged::{Restaged, Staged};
use crate::command::Command;
use crate::edit::{self, FileChange};
use crate::source::RepoPath;
use std::path::Path;

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

/// What stood in the working tree and in git's index before they were touched, in the order in which they were.
#[derive(Debug, Default)]
pub(super) struct Former {
    /// `None` where there was no file.
    pub(super) files: Vec<(RepoPath, Option<Vec<u8>>)>,
    pub(super) entries: Vec<Vec<Restaged>>,
}

impl Repository {
    /// Lists the files in which the user's own work, staged or not, touches the lines that these changes of HEAD touch;
    /// `bring_forward` and `commit_changes` would refuse them. Leaves nothing behind.
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
        let git = || self.git_storing_in(store.path());
        self.steps(&self.commit("HEAD")?, changes, &git)
    }

    /// The `git` command, which writes its objects into a store of their own.
    pub(super) fn git_storing_in(&self, store: &Path) -> Command {
        let objects = self.common_dir().join("objects");
        // The variable is a list, in which a path with a `:` is quoted.
        let listed = match objects.to_str() {
            Some(path) if path.contains(':') || path.starts_with('"') => {
                let escaped = path.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{escaped}\"").into()
            }
            _ => objects.into_os_string(),
        };
        self.git()
            .env("GIT_OBJECT_DIRECTORY", store)
            .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", listed)
    }

    /// Brings git's index and the working tree forward by these changes of HEAD, and commits nothing. What the user
    /// changed in the files stays changed; where lines collide nothing is touched and the error names the files.
    pub fn bring_forward(&self, changes: &[FileChange]) -> Result<(), GitError> {
        let mut former = Former::default();
        let done = self.carry(&self.commit("HEAD")?, changes, &mut former);
        if done.is_err() {
            self.take_back(&former);
        }
        done
    }

    /// Writes the files, then stages them, and notes what stood there. Where lines collide, or a file is read-only,
    /// nothing is touched.
    pub(super) fn carry(
        &self,
        from: &Oid,
        changes: &[FileChange],
        former: &mut Former,
    ) -> Result<(), GitError> {
        let (steps, conflicts) = self.steps(from, changes, &|| self.git())?;
        if !conflicts.is_empty() {
            return Err(GitError::WouldConflict(conflicts));
        }
        self.write_steps(&steps, former)?;
        self.stage_steps(steps, former)
    }

    /// Decides what is to be done to each file, and which ones collide with the user's work.
    fn steps(
        &self,
        from: &Oid,
        changes: &[FileChange],
        git: &dyn Fn() -> Command,
    ) -> Result<(Vec<Step>, Vec<RepoPath>), GitError> {
        let (mut steps, mut conflicts) = (Vec::new(), Vec::new());
        let recorded = self.recorded(from, changes)?;
        let entries = self.staged_entries(recorded.iter().map(|file| &file.path))?;
        for file in recorded {
            match self.step(&file, entries.get(&file.path)?, git)? {
                Some(step) => steps.push(step),
                None => conflicts.push(file.path),
            }
        }
        let is_read_only = |step: &&Step| {
            step.write.is_some() && edit::is_read_only(&step.path.to_path(self.root()))
        };
        match steps.iter().find(is_read_only) {
            Some(step) => Err(GitError::ReadOnly(step.path.clone())),
            None => Ok((steps, conflicts)),
        }
    }

    fn step(
        &self,
        file: &Recorded,
        staged: Option<Staged>,
        git: &dyn Fn() -> Command,
    ) -> Result<Option<Step>, GitError> {
        let stage = match &staged {
            // A new file that nobody staged yet.
            None if file.object.is_none() => Merged::To(file.after.to_vec()),
            // The user staged its removal.
            None => Merged::Conflict,
            Some(entry) => merged(&self.blob(&entry.slot.object)?, &file.before, &file.after)?,
        };
        let mode = staged.as_ref().map_or(&file.mode, |entry| &entry.slot.mode);
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

    fn write_steps(&self, steps: &[Step], former: &mut Former) -> Result<(), GitError> {
        let mut files = Vec::new();
        for step in steps {
            former.files.push((step.path.clone(), step.found.clone()));
            files.extend(step.write.as_deref().map(|bytes| (&step.path, bytes)));
        }
        self.write(&files)
    }

    /// Writes files of the working tree.
    pub(super) fn write(&self, files: &[(&RepoPath, &[u8])]) -> Result<(), GitError> {
        let refuse = |path: &RepoPath, source| GitError::Write {
            path: path.clone(),
            source,
        };
        let mut placed = Vec::new();
        for (path, bytes) in files {
            let file = path.to_path(self.root());
            let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
            folder.map_err(|source| refuse(path, source))?;
            placed.push((file, *bytes));
        }
        edit::replace_all(&placed).map_err(|(at, source)| match files.get(at) {
            Some((path, _)) => refuse(path, source),
            None => GitError::Temporary(source),
        })
    }

    fn stage_steps(&self, steps: Vec<Step>, former: &mut Former) -> Result<(), GitError> {
        let mut entries = Vec::new();
        for step in steps {
            if let Some((mode, bytes)) = step.stage {
                let object = self.record(&bytes)?;
                entries.push(Restaged {
                    path: step.path,
                    before: step.staged,
                    after: Some(Slot { mode, object }),
                });
            }
        }
        self.restage_noting(entries, former)
    }

    /// Sets entries of git's index, and notes what stood there.
    pub(super) fn restage_noting(
        &self,
        entries: Vec<Restaged>,
        former: &mut Former,
    ) -> Result<(), GitError> {
        former.entries.push(entries);
        former
            .entries
            .last()
            .map_or(Ok(()), |last| self.restage(last))
    }

    /// Puts back what stood there, as far as that can be done: git's index may be locked, or the disk full.
    pub(super) fn take_back(&self, former: &Former) {
        for (path, before) in &former.files {
            let file = path.to_path(self.root());
            let now = read(&file, path).ok().flatten();
            match before {
                _ if now == *before => {}
                Some(before) => drop(self.write(&[(path, before)])),
                None => drop(std::fs::remove_file(&file)),
            }
        }
        for entries in former.entries.iter().rev() {
            self.unstage(entries).ok();
        }
        self.refresh().ok();
    }
}

/// Brings a file of the working tree forward. Its bytes are what checkout filters make of the recorded ones (line ends,
/// keywords), or the recorded ones themselves where an editor undid the filter.
fn merged_on_disk(
    found: Option<&[u8]>,
    file: &Recorded,
    git: &dyn Fn() -> Command,
) -> Result<Merged, GitError> {
    let checked_out = |bytes: &[u8]| -> Result<Vec<u8>, GitError> {
        let object = git()
            .args(["hash-object", "-w", "--stdin", "--no-filters"])
            .input(bytes)
            .run()?
            .text();
        let object = Oid::new(&object).ok_or(GitError::Answer("hash-object"))?;
        filtered(git(), &file.path, &object)
    };
    // As they are recorded: no filter changes these bytes, or an editor undid what it changed.
    match found {
        Some(found) if *found == *file.after => return Ok(Merged::Same),
        Some(found) if *found == *file.before => return Ok(Merged::To(file.after.to_vec())),
        _ => {}
    }
    let after = checked_out(&file.after)?;
    let Some(found) = found else {
        return Ok(if file.object.is_none() {
            Merged::To(after)
        } else {
            Merged::Conflict
        });
    };
    let before = checked_out(&file.before)?;
    match merged(found, &before, &after)? {
        Merged::Conflict if before != *file.before => merged(found, &file.before, &file.after),
        merged => Ok(merged),
    }
}

/// Returns a blob's bytes as a checkout writes them to a path.
pub(super) fn filtered(git: Command, path: &RepoPath, object: &Oid) -> Result<Vec<u8>, GitError> {
    let mut at = std::ffi::OsString::from("--path=");
    at.push(argument(path));
    let git = git.args(["cat-file", "--filters"]).arg(at);
    Ok(git.arg(object.as_str()).run()?.stdout)
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
