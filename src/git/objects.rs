//! What a repository holds: contents, the folders of a tree, and git's index.
//!
//! One entry or one folder at a time, as git has it: links are followed and folders are walked by `snapshot`.
use super::entry::EntryKind;
use super::error::GitError;
use super::repository::{Oid, Repository};
use super::wanted::{Lists, Names};
use crate::source::RepoPath;
use std::path::Path;
use std::sync::Arc;

/// Where git holds what an entry is.
#[derive(Debug, Clone)]
pub(super) enum Stored {
    /// An object that libgit2 named: small, as git's index can have very many entries.
    Lib(git2::Oid),
    /// An object that the command named.
    Command(Oid),
    /// Several contents, of which none is chosen: a merge in conflict.
    Conflicted,
}

/// An entry of a tree or of git's index.
#[derive(Debug, Clone)]
pub(super) struct RawEntry {
    pub(super) path: RepoPath,
    pub(super) kind: EntryKind,
    pub(super) stored: Stored,
    /// Whether a sparse checkout leaves it out of the working tree.
    pub(super) is_skipped: bool,
}

impl Repository {
    /// Returns a blob's bytes.
    pub(super) fn blob(&self, oid: &Oid) -> Result<Arc<[u8]>, GitError> {
        if let Some(lib) = self.lib()
            && let Ok(blob) = lib.find_blob(git2::Oid::from_str(oid.as_str())?)
        {
            return Ok(blob.content().into());
        }
        let asked = ["cat-file", "blob", oid.as_str()];
        Ok(self.git().args(asked).run()?.stdout.into())
    }

    /// Returns the bytes of an entry that is a file or a link.
    pub(super) fn content(&self, path: &RepoPath, stored: &Stored) -> Result<Arc<[u8]>, GitError> {
        let oid = match stored {
            Stored::Lib(oid) => &Oid::from(*oid),
            Stored::Command(oid) => oid,
            Stored::Conflicted => return Err(GitError::Conflicted(path.clone())),
        };
        self.blob(oid).map_err(|error| match error {
            GitError::Command(source) => GitError::NoContent {
                path: path.clone(),
                source,
            },
            error => error,
        })
    }

    /// Returns the tree of a commit; `None` when only the command can read it, as where a partial clone lacks it.
    pub(super) fn tree(&self, commit: &Oid) -> Result<Option<Stored>, GitError> {
        let Some(lib) = self.lib() else {
            return Ok(None);
        };
        let commit = lib.find_commit(git2::Oid::from_str(commit.as_str())?)?;
        let tree = commit.tree().ok();
        Ok(tree.map(|tree| Stored::Lib(tree.id())))
    }

    /// Lists the entries of one tree, which lies in `folder`, sorted by path; of the files only those with a wanted name.
    pub(super) fn level(
        &self,
        tree: &Stored,
        folder: &RepoPath,
        wanted: Option<Lists>,
    ) -> Result<Vec<RawEntry>, GitError> {
        let (Some(lib), Stored::Lib(tree)) = (self.lib(), tree) else {
            return Ok(Vec::new());
        };
        // The object itself: libgit2 keeps a record of its own for each entry, and there can be very many.
        let odb = lib.odb()?;
        let object = odb.read(*tree)?;
        let wanted = wanted.map(Names::new);
        let mut found = Vec::new();
        let mut rest = object.data();
        while !rest.is_empty() {
            let (entry, next) = tree_entry(rest).ok_or(GitError::Answer("tree"))?;
            rest = next;
            let kind = EntryKind::of_mode(entry.mode);
            if kind != EntryKind::Folder
                && wanted
                    .as_ref()
                    .is_some_and(|wanted| !wanted.has(entry.name))
            {
                continue;
            }
            if let Some(path) = folder.join(entry.name) {
                found.push(RawEntry {
                    path,
                    kind,
                    stored: Stored::Lib(git2::Oid::from_bytes(entry.object)?),
                    is_skipped: false,
                });
            }
        }
        Ok(sorted(found))
    }

    /// Lists all files of a commit through the command, sorted by path.
    pub(super) fn files_by_command(&self, commit: &Oid) -> Result<Vec<RawEntry>, GitError> {
        let asked = ["ls-tree", "-r", "-z", "--full-tree", commit.as_str()];
        let output = self.git().args(asked).run()?;
        // `<mode> <type> <oid>`
        let entry = |head: &str, path| {
            let mut words = head.split(' ');
            let mode = words.next()?;
            raw_entry(path, mode, words.nth(1)?)
        };
        let found: Option<Vec<_>> = records(&output.stdout)
            .map(|(head, path)| entry(head, path))
            .collect();
        Ok(sorted(found.ok_or(GitError::Answer("ls-tree"))?))
    }

    /// Lists git's index, sorted by path. Entries that only announce a file (`git add -N`) are left out.
    pub(super) fn staged(&self) -> Result<Vec<RawEntry>, GitError> {
        // libgit2 reads neither a split nor a sparse one.
        match self.lib().map(git2::Repository::index) {
            Some(Ok(index)) => Ok(sorted(staged_by_lib(&index))),
            _ => self.staged_by_command(),
        }
    }

    /// Whether git ignores a folder and has nothing below it. Only where libgit2 can say so: this is asked for each one.
    pub(super) fn is_ignored(&self, folder: &RepoPath) -> bool {
        let Some(lib) = self.lib() else {
            return false;
        };
        let inside = folder.to_path(Path::new("")).join("");
        lib.is_path_ignored(&inside).unwrap_or(false)
            && lib
                .index()
                .is_ok_and(|index| index.find_prefix(&inside).is_err())
    }

    fn staged_by_command(&self) -> Result<Vec<RawEntry>, GitError> {
        let listed = ["ls-files", "--stage", "-t", "-z"];
        let output = self.git().args(listed).run()?;
        let announced = ["diff", "--name-only", "--diff-filter=A", "-z"];
        let announced = self.git().args(announced).run()?.stdout;
        let mut announced: Vec<&[u8]> = announced.split(|byte| *byte == 0).collect();
        announced.sort_unstable();
        let mut entries = Vec::new();
        for (head, path) in records(&output.stdout) {
            // `<tag> <mode> <oid> <stage>`
            let words: Vec<&str> = head.split(' ').collect();
            let [tag, mode, object, stage] = words.as_slice() else {
                return Err(GitError::Answer("ls-files"));
            };
            let mut entry = raw_entry(path, mode, object).ok_or(GitError::Answer("ls-files"))?;
            entry.is_skipped = *tag == "S";
            if *stage != "0" {
                entry.stored = Stored::Conflicted;
            } else if announced.binary_search(&path).is_ok() {
                continue;
            }
            entries.push(entry);
        }
        Ok(sorted(entries))
    }
}

/// An entry as it stands in a tree object.
pub(super) struct TreeEntry<'o> {
    pub(super) mode: u32,
    pub(super) name: &'o [u8],
    pub(super) object: &'o [u8],
}

/// Reads `<mode> <name>\0<20 bytes>` and returns it with what follows.
pub(super) fn tree_entry(bytes: &[u8]) -> Option<(TreeEntry<'_>, &[u8])> {
    let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
    let (mode, rest) = bytes.split_at_checked(space)?;
    let digit = |mode: u32, byte: &u8| (mode << 3) | u32::from(byte & 7);
    let rest = rest.get(1..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (name, rest) = rest.split_at_checked(end)?;
    let (object, next) = rest.get(1..)?.split_at_checked(20)?;
    let mode = mode.iter().fold(0, digit);
    Some((TreeEntry { mode, name, object }, next))
}

fn staged_by_lib(index: &git2::Index) -> Vec<RawEntry> {
    let mut entries = Vec::with_capacity(index.len());
    for entry in index.iter() {
        let flags = git2::IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
        let announced = flags.contains(git2::IndexEntryExtendedFlag::INTENT_TO_ADD);
        let Some(path) = RepoPath::new(&entry.path).filter(|_| !announced) else {
            continue;
        };
        let is_conflicted = (entry.flags >> 12) & 0b11 != 0;
        entries.push(RawEntry {
            path,
            kind: EntryKind::of_mode(entry.mode),
            stored: if is_conflicted {
                Stored::Conflicted
            } else {
                Stored::Lib(entry.id)
            },
            is_skipped: flags.contains(git2::IndexEntryExtendedFlag::SKIP_WORKTREE),
        });
    }
    entries
}

/// Sorts by path, and leaves one entry of those that a conflict has. With `core.ignoreCase`, git's index is sorted
/// otherwise.
fn sorted(mut entries: Vec<RawEntry>) -> Vec<RawEntry> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries.dedup_by(|a, b| a.path == b.path);
    entries
}

/// Reads records of the form `<head>\t<path>`, each ended by a NUL.
fn records(output: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    output.split(|byte| *byte == 0).filter_map(|line| {
        let mut halves = line.splitn(2, |byte| *byte == b'\t');
        let head = std::str::from_utf8(halves.next()?).ok()?;
        Some((head, halves.next()?))
    })
}

fn raw_entry(path: &[u8], mode: &str, object: &str) -> Option<RawEntry> {
    Some(RawEntry {
        path: RepoPath::new(path)?,
        kind: EntryKind::of_mode(u32::from_str_radix(mode, 8).ok()?),
        stored: Stored::Command(Oid::new(object)?),
        is_skipped: false,
    })
}
