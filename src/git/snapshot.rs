//! What a program looks at: the working tree, what is staged, a commit, or files in memory.
//!
//! Not changed by anything here: a snapshot is only read.
use super::disk;
use super::error::GitError;
use super::repository::{Oid, RawEntry, Repository};
use crate::edit::FileChange;
use crate::source::{RepoPath, SourceFile};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// How often a symbolic link may lead to another one.
const LINK_LIMIT: usize = 8;

/// One state of a project's files. Every rule and every stage runs on this one type.
///
/// A read returns the bytes git would record (no smudge filter is applied to staged and committed files). Symbolic links
/// are followed inside the tree and lead nowhere outside it; submodules have no content.
#[derive(Debug, Clone)]
pub struct Snapshot {
    view: View,
    name: String,
    /// Files that are to be, in the place of those that are.
    planned: BTreeMap<RepoPath, Arc<[u8]>>,
}

/// The kind of an entry with its bytes; a link's are its target.
pub(super) type Content = (EntryKind, Arc<[u8]>);

#[derive(Debug, Clone)]
enum View {
    WorkTree(PathBuf),
    Staged(Rc<Repository>, Rc<[RawEntry]>),
    Commit(Rc<Repository>, Oid),
    Memory(Rc<BTreeMap<RepoPath, Arc<[u8]>>>),
}

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A submodule, or something that git does not record.
    Other,
}

impl EntryKind {
    pub(super) fn of_mode(mode: u32) -> Self {
        match mode & 0o170_000 {
            0o040_000 => Self::Folder,
            0o100_000 => Self::File,
            0o120_000 => Self::Link,
            _ => Self::Other,
        }
    }
}

/// An entry met on a walk.
#[derive(Debug)]
pub struct Entry<'e> {
    /// Its path.
    pub path: &'e RepoPath,
    /// What it is.
    pub kind: EntryKind,
}

/// How a walk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Into this folder, or on to the next entry.
    Into,
    /// Past this folder without a look inside.
    Over,
    /// No further.
    Stop,
}

impl Snapshot {
    /// The files below `root` as they are on disk; `.git` is left out.
    pub fn work_tree(root: &Path) -> Self {
        Self::of(View::WorkTree(root.to_owned()), "the working tree".into())
    }

    /// What is staged in `repository`.
    pub fn staged(repository: Rc<Repository>) -> Result<Self, GitError> {
        let entries = repository.staged()?.into();
        Ok(Self::of(
            View::Staged(repository, entries),
            "what is staged".into(),
        ))
    }

    /// The tree of the commit that `revision` names.
    pub fn commit(repository: Rc<Repository>, revision: &str) -> Result<Self, GitError> {
        let commit = repository.commit(revision)?;
        let name = if commit.as_str().starts_with(revision) {
            format!("commit {}", commit.short())
        } else {
            format!("{revision} (commit {})", commit.short())
        };
        Ok(Self::of(View::Commit(repository, commit), name))
    }

    /// Files in memory, for examples and tests.
    pub fn memory<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, text)| (RepoPath::from(path), Arc::from(text.as_bytes())));
        Self::files(files)
    }

    /// Files in memory: paths and bytes.
    pub fn files(files: impl IntoIterator<Item = (RepoPath, Arc<[u8]>)>) -> Self {
        Self::of(
            View::Memory(Rc::new(files.into_iter().collect())),
            "the example".into(),
        )
    }

    fn of(view: View, name: String) -> Self {
        Self {
            view,
            name,
            planned: BTreeMap::new(),
        }
    }

    /// The same files with these changes, each of a file that is there; under another name.
    pub fn with(mut self, changes: &[FileChange], name: impl Into<String>) -> Self {
        let changed = changes
            .iter()
            .map(|change| (change.path.clone(), change.after.clone()));
        self.planned.extend(changed);
        self.name = name.into();
        self
    }

    /// What a person would call it: `what is staged`, `commit 1a2b3c4`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commit whose tree this is; `None` for anything else.
    pub fn commit_id(&self) -> Option<&Oid> {
        match &self.view {
            View::Commit(_, commit) => Some(commit),
            _ => None,
        }
    }

    /// Reads a file; `None` when there is none (a folder, submodule or dangling link is none).
    pub fn read(&self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, GitError> {
        let mut path = path.clone();
        for _ in 0..LINK_LIMIT {
            if let Some(bytes) = self.planned.get(&path) {
                return Ok(Some(bytes.clone()));
            }
            match self.read_entry(&path)? {
                Some((EntryKind::File, bytes)) => return Ok(Some(bytes)),
                Some((EntryKind::Link, target)) => {
                    let folder = path.parent().unwrap_or_default();
                    let Some(next) = folder.join(&*target) else {
                        return Ok(None);
                    };
                    path = next;
                }
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Reads a file with its path; `None` when there is none.
    pub fn file(&self, path: &RepoPath) -> Result<Option<SourceFile>, GitError> {
        let bytes = self.read(path)?;
        Ok(bytes.map(|bytes| SourceFile::new(path.clone(), bytes)))
    }

    /// Whether there is a file at `path`, without reading it where that is possible.
    pub fn has(&self, path: &RepoPath) -> Result<bool, GitError> {
        match &self.view {
            View::WorkTree(root) => Ok(path.to_path(root).is_file()),
            View::Memory(files) => Ok(files.contains_key(path)),
            _ => Ok(self.read(path)?.is_some()),
        }
    }

    /// Walks files and folders, each folder before what is in it, siblings in the order of their names' bytes.
    /// The walk prunes: what `visit` answers for a folder decides whether it is looked into.
    pub fn walk(&self, visit: &mut dyn FnMut(Entry<'_>) -> Next) -> Result<(), GitError> {
        match &self.view {
            View::Staged(_, entries) => walk_sorted(
                &mut entries.iter().map(|(path, kind, _)| (path, *kind)),
                visit,
            ),
            View::Memory(files) => {
                walk_sorted(&mut files.keys().map(|path| (path, EntryKind::File)), visit)
            }
            View::WorkTree(_) | View::Commit(..) => {
                self.walk_levels(&RepoPath::top(), visit)?;
            }
        }
        Ok(())
    }

    fn walk_levels(
        &self,
        folder: &RepoPath,
        visit: &mut dyn FnMut(Entry<'_>) -> Next,
    ) -> Result<Next, GitError> {
        let level = match &self.view {
            View::WorkTree(root) => disk::level(root, folder)?,
            View::Commit(repository, commit) => {
                let level = repository.tree_level(commit, folder)?;
                level
                    .into_iter()
                    .map(|(path, kind, _)| (path, kind))
                    .collect()
            }
            _ => Vec::new(),
        };
        for (path, kind) in level {
            let next = visit(Entry { path: &path, kind });
            if next == Next::Stop {
                return Ok(Next::Stop);
            }
            if kind == EntryKind::Folder
                && next == Next::Into
                && self.walk_levels(&path, visit)? == Next::Stop
            {
                return Ok(Next::Stop);
            }
        }
        Ok(Next::Into)
    }

    /// The kind and content of one entry; a link's content is its target.
    fn read_entry(&self, path: &RepoPath) -> Result<Option<Content>, GitError> {
        let of_repository = |repository: &Repository, kind: EntryKind, oid: &Oid| match kind {
            EntryKind::File | EntryKind::Link => Ok(Some((kind, repository.blob(oid)?))),
            EntryKind::Folder | EntryKind::Other => Ok(None),
        };
        match &self.view {
            View::Memory(files) => Ok(files
                .get(path)
                .map(|bytes| (EntryKind::File, bytes.clone()))),
            View::WorkTree(root) => disk::read(root, path),
            View::Staged(repository, entries) => {
                match entries.binary_search_by(|entry| entry.0.cmp(path)) {
                    Ok(at) => of_repository(repository, entries[at].1, &entries[at].2),
                    Err(_) => Ok(None),
                }
            }
            View::Commit(repository, commit) => {
                let Some(folder) = path.parent() else {
                    return Ok(None);
                };
                let level = repository.tree_level(commit, &folder)?;
                match level.iter().find(|entry| entry.0 == *path) {
                    Some((_, kind, oid)) => of_repository(repository, *kind, oid),
                    None => Ok(None),
                }
            }
        }
    }
}

/// Walks entries that are sorted by path, making up the folders.
fn walk_sorted(
    entries: &mut dyn Iterator<Item = (&RepoPath, EntryKind)>,
    visit: &mut dyn FnMut(Entry<'_>) -> Next,
) {
    let mut inside: Vec<RepoPath> = Vec::new();
    let mut skipped: Option<RepoPath> = None;
    for (path, kind) in entries {
        if skipped.as_ref().is_some_and(|folder| path.is_below(folder)) {
            continue;
        }
        inside.retain(|folder| path.is_below(folder));
        let mut folders = Vec::new();
        let mut folder = path.parent().unwrap_or_default();
        while !folder.is_top() && !inside.contains(&folder) {
            folders.push(folder.clone());
            folder = folder.parent().unwrap_or_default();
        }
        let mut over = false;
        for folder in folders.into_iter().rev() {
            let next = visit(Entry {
                path: &folder,
                kind: EntryKind::Folder,
            });
            match next {
                Next::Stop => return,
                Next::Into => inside.push(folder),
                Next::Over => {
                    skipped = Some(folder);
                    over = true;
                    break;
                }
            }
        }
        if !over && visit(Entry { path, kind }) == Next::Stop {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_prunes_and_shows_folders_first() {
        let snapshot = Snapshot::memory([("a.txt", ""), ("b/c/d", ""), ("b/e", ""), ("f/g", "")]);
        let mut seen = Vec::new();
        snapshot
            .walk(&mut |entry| {
                seen.push(entry.path.to_string());
                if entry.path == &RepoPath::from("b/c") {
                    Next::Over
                } else {
                    Next::Into
                }
            })
            .unwrap();
        assert_eq!(seen, ["a.txt", "b", "b/c", "b/e", "f", "f/g"]);
    }

    #[test]
    fn links_are_followed_inside_the_tree_only() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("pkg")).unwrap();
        std::fs::write(dir.path().join("VERSION"), "1.0").unwrap();
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(target, dir.path().join(name)).unwrap();
        };
        link("../VERSION", "pkg/VERSION");
        link("/etc/hostname", "outside");
        link("loop", "loop");
        let snapshot = Snapshot::work_tree(dir.path());
        let read = |path: &str| {
            snapshot
                .read(&path.into())
                .unwrap()
                .map(|bytes| bytes.to_vec())
        };
        assert_eq!(read("pkg/VERSION"), Some(b"1.0".to_vec()));
        assert_eq!(read("outside"), None);
        assert_eq!(read("loop"), None);
        assert_eq!(read("pkg"), None);
    }
}
