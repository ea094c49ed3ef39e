//! A commit in the making: an index of its own, which starts as a commit's tree with some files changed.
//!
//! Not the user's index: what is staged there neither gets into the commit nor changes. What commands and hooks that see
//! this index as `GIT_INDEX_FILE` stage with `git add` gets into the commit.
use super::error::GitError;
use super::merge::{Merged, merged};
use super::recorded::{Differences, Slot, differences, index_line};
use super::repository::{Oid, Repository};
use super::staged::{Entries, blob, set_entries};
use super::tag::with_line_end;
use crate::command::Command;
use crate::edit::FileChange;
use crate::source::RepoPath;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long `git commit` may take: some projects run their tests in a hook.
const LIMIT: Duration = Duration::from_secs(3600);

/// What `git commit` removes, though it belongs to what the user has staged and not committed.
const USERS_MESSAGES: [&str; 2] = ["MERGE_MSG", "SQUASH_MSG"];

/// A commit in the making.
#[derive(Debug)]
pub struct Draft<'r> {
    repository: &'r Repository,
    folder: tempfile::TempDir,
    index: PathBuf,
    parent: Oid,
    files: Vec<Drafted>,
    /// The tree that it was made with.
    start: Oid,
}

/// A file that a draft was made for.
#[derive(Debug)]
struct Drafted {
    path: RepoPath,
    slot: Slot,
    /// A sparse checkout leaves it out of the working tree.
    is_skipped: bool,
    bytes: Arc<[u8]>,
}

impl Repository {
    /// Makes a draft of a commit: the tree of `parent` with these changes. The bytes of a change are those git records
    /// (no filter is applied); modes stay; a change of a symbolic link changes the file it leads to.
    pub(super) fn draft(
        &self,
        parent: &Oid,
        changes: &[FileChange],
    ) -> Result<Draft<'_>, GitError> {
        let folder = tempfile::tempdir().map_err(GitError::Temporary)?;
        std::fs::create_dir(folder.path().join("objects")).map_err(GitError::Temporary)?;
        let mut draft = Draft {
            repository: self,
            index: folder.path().join("index"),
            folder,
            parent: parent.clone(),
            files: Vec::new(),
            start: parent.clone(),
        };
        let asked = ["rev-parse", "--path-format=absolute", "--git-path", "index"];
        let own = PathBuf::from(self.git().args(asked).run()?.text());
        if own.exists() {
            copy(&own, &draft.index)?;
        }
        // What the user's index knows of files, such as their times and which a sparse checkout leaves out, stays.
        let reset = ["read-tree", "-i", "--reset", parent.as_str()];
        draft.git().args(reset).run()?;
        let recorded = self.recorded(parent, changes)?;
        let paths = recorded.iter().map(|file| &file.path);
        let entries = Entries::at(&|| draft.git(), paths)?;
        for file in recorded {
            let object = self.record(&file.after)?;
            let staged = entries.get(&file.path)?;
            draft.files.push(Drafted {
                is_skipped: staged.is_some_and(|entry| entry.is_skipped),
                path: file.path,
                slot: Slot {
                    mode: file.mode,
                    object,
                },
                bytes: file.after,
            });
        }
        draft.set(draft.files.iter().map(|file| (file, &file.slot)))?;
        draft.start = draft.tree()?;
        Ok(draft)
    }
}

impl Draft<'_> {
    /// The file of its index, for `GIT_INDEX_FILE` in the environment of commands that may add to the commit.
    pub fn index(&self) -> &Path {
        &self.index
    }

    /// The tree that it was made with.
    pub(super) fn start(&self) -> &Oid {
        &self.start
    }

    /// Whether it was made for a change of this file.
    pub(super) fn is_for(&self, path: &RepoPath) -> bool {
        self.files.iter().any(|file| file.path == *path)
    }

    /// The `git` command that sees its index.
    pub(super) fn git(&self) -> Command {
        without_index_features(self.repository.git()).env("GIT_INDEX_FILE", &self.index)
    }

    /// The `git` command that sees a copy of its index, and leaves nothing in the repository.
    pub(super) fn git_aside(&self) -> Command {
        let [store, index] = ["objects", "copy"].map(|name| self.folder.path().join(name));
        without_index_features(self.repository.git_storing_in(&store)).env("GIT_INDEX_FILE", index)
    }

    /// Returns its tree as it is now.
    pub(super) fn tree(&self) -> Result<Oid, GitError> {
        copy(&self.index, &self.folder.path().join("copy"))?;
        let tree = self.git_aside().arg("write-tree").run()?.text();
        Oid::new(&tree).ok_or(GitError::Answer("write-tree"))
    }

    /// Returns what the tree would be if every change in the working tree of a file that it knows were added.
    pub(super) fn work(&self) -> Result<Oid, GitError> {
        copy(&self.index, &self.folder.path().join("copy"))?;
        // A file that cannot be read is no reason to stop: it is not to be committed.
        self.git_aside()
            .args(["-c", "core.safecrlf=false", "add"])
            .args(["--update", "--ignore-errors", "--", "."])
            .output()?;
        let tree = self.git_aside().arg("write-tree").run()?.text();
        Oid::new(&tree).ok_or(GitError::Answer("write-tree"))
    }

    /// Takes in what commands did to its files after the working tree was `written`: their changes, staged or not, without
    /// the user's own unfinished edits, which are in these files too.
    pub(super) fn take_in(&self, written: &Oid) -> Result<(), GitError> {
        let compared = |tree: &Oid| differences(self.git_aside(), &self.start, tree);
        let written = compared(written)?;
        let found = compared(&self.work()?)?;
        let staged = compared(&self.tree()?)?;
        let (mut taken, mut entangled) = (Vec::new(), Vec::new());
        for file in &self.files {
            let [written, found, staged] =
                [&written, &found, &staged].map(|tree| file.slot_in(tree));
            // A command that staged what is not on disk meant just that.
            if staged != Some(&file.slot) && staged != found {
                continue;
            }
            let (Some(written), Some(found)) = (written, found) else {
                continue;
            };
            match self.changed_by_commands(file, written, found)? {
                Some(slot) => taken.push((file, slot)),
                None => entangled.push(file.path.clone()),
            }
        }
        if !entangled.is_empty() {
            return Err(GitError::Entangled(entangled));
        }
        self.set(taken.iter().map(|(file, slot)| (*file, slot)))
    }

    /// Brings what commands did to a file on disk into the draft's own; `None` when it cannot be told from the user's work.
    fn changed_by_commands(
        &self,
        file: &Drafted,
        written: &Slot,
        found: &Slot,
    ) -> Result<Option<Slot>, GitError> {
        let mut slot = file.slot.clone();
        if written.mode != found.mode {
            slot.mode = found.mode.clone();
        }
        if written.object != found.object {
            let [before, after] = [written, found].map(|slot| blob(self.git_aside(), &slot.object));
            match merged(&file.bytes, &before?, &after?)? {
                Merged::Same => {}
                Merged::To(bytes) => slot.object = self.repository.record(&bytes)?,
                Merged::Conflict => return Ok(None),
            }
        }
        Ok(Some(slot))
    }

    /// Sets entries of its index.
    fn set<'s>(
        &self,
        slots: impl Iterator<Item = (&'s Drafted, &'s Slot)>,
    ) -> Result<(), GitError> {
        let (mut lines, mut skipped) = (Vec::new(), Vec::new());
        for (file, slot) in slots {
            lines.extend(index_line(Some(&slot.mode), &slot.object, &file.path));
            skipped.extend(file.is_skipped.then_some(&file.path));
        }
        set_entries(&|| self.git(), lines, &skipped)
    }

    /// Commits it on whatever is checked out, as `git commit` does: the repository's hooks run, and git's configuration
    /// says whether it is signed. The message is taken as it is.
    pub(super) fn commit(
        &self,
        message: &str,
        args: &[String],
        env: &[(String, String)],
    ) -> Result<(), GitError> {
        let head_tree = format!("{}^{{tree}}", self.parent);
        let asked = ["rev-parse", "--verify", &head_tree];
        let is_empty = self.repository.git().args(asked).run()?.text() == self.tree()?.as_str();
        if is_empty && !args.iter().any(|arg| arg == "--allow-empty") {
            return Err(GitError::Empty(self.parent.short().to_owned()));
        }
        let file = self.folder.path().join("message");
        std::fs::write(&file, with_line_end(message)).map_err(GitError::Temporary)?;
        let mut command = without_index_features(self.repository.git())
            .args([
                "-c",
                "commit.status=false",
                "-c",
                "i18n.commitEncoding=UTF-8",
            ])
            .args(["commit", "--quiet", "--cleanup=verbatim", "-F"])
            .arg(file)
            .args(args)
            .limit(LIMIT);
        for (name, value) in env {
            command = command.env(name, value);
        }
        let kept = USERS_MESSAGES.map(|name| self.repository.git_dir().join(name));
        let kept = kept.map(|file| (std::fs::read(&file).ok(), file));
        // Nobody is there who could use an editor.
        let output = command
            .env("GIT_EDITOR", "true")
            .env("GIT_INDEX_FILE", &self.index)
            .output();
        for (bytes, file) in kept {
            if let Some(bytes) = bytes.filter(|_| !file.exists()) {
                std::fs::write(file, bytes).ok();
            }
        }
        let mut output = output?;
        output.shown = Command::new("git").arg("commit").args(args).shown();
        output.successful()?;
        Ok(())
    }
}

impl Drafted {
    /// What a tree has for the file, told by how that tree differs from the draft's start.
    fn slot_in<'s>(&'s self, tree: &'s Differences) -> Option<&'s Slot> {
        match tree.get(&self.path) {
            Some((_, there)) => there.as_ref(),
            None => Some(&self.slot),
        }
    }
}

/// Copies an index with its time: git looks into files that are not older than it.
fn copy(from: &Path, to: &Path) -> Result<(), GitError> {
    let copied = || {
        std::fs::copy(from, to)?;
        let time = std::fs::metadata(from)?.modified()?;
        std::fs::OpenOptions::new()
            .write(true)
            .open(to)?
            .set_modified(time)
    };
    copied().map_err(GitError::Temporary)
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
