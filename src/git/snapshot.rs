//! What a program looks at: the working tree, what is staged, a commit, or files in memory.
//!
//! Not changed by anything here: a snapshot is only read.
use super::disk::Disk;
use super::entry::{Entry, EntryKind, Next};
use super::error::GitError;
use super::objects::{RawEntry, Stored};
use super::repository::{Oid, Repository};
use super::sparse::Sparse;
use super::tree::Tree;
use super::walk::{walk_disk, walk_sorted, walk_tree};
use super::wanted::{Names, walk_wanted};
use crate::edit::FileChange;
use crate::source::{RepoPath, SourceFile};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// How often a symbolic link may lead to another one.
const LINK_LIMIT: usize = 8;

/// Longer paths are nowhere: no file system has them.
const PATH_LIMIT: usize = 4096;

/// One state of a project's files. Every rule and every stage runs on this one type.
///
/// A read returns the bytes that are recorded (no smudge filter is applied to staged and committed files), or those on
/// disk. Symbolic links, to files and to folders, are followed inside the tree and lead nowhere outside it; submodules
/// and other repositories inside this one have no content. A file that a merge left in conflict cannot be read.
#[derive(Debug, Clone)]
pub struct Snapshot {
    view: View,
    name: String,
    commit: Option<Oid>,
    /// Files that are to be, in the place of those that are.
    planned: BTreeMap<RepoPath, Arc<[u8]>>,
}

#[derive(Debug, Clone)]
enum View {
    WorkTree(Rc<Disk>, Option<Rc<Repository>>, Option<Rc<Sparse>>),
    /// Entries that are all known: what is staged, or a commit that only the command can read.
    Listed(Rc<Repository>, Rc<[RawEntry]>),
    Commit(Rc<Tree>),
    Memory(Rc<BTreeMap<RepoPath, Arc<[u8]>>>),
}

/// Where the content of an entry is.
enum Content {
    Disk,
    Stored(Stored),
    Bytes(Arc<[u8]>),
}

impl Snapshot {
    /// The files below `root` as they are on disk; `.git` is left out.
    pub fn work_tree(root: &Path) -> Self {
        let disk = Rc::new(Disk::new(root.to_owned()));
        Self::of(View::WorkTree(disk, None, None), "the working tree".into())
    }

    /// The working tree of `repository`, with what a sparse checkout leaves out of it as git's index has that. A walk
    /// does not enter what git ignores.
    pub fn checked_out(repository: &Rc<Repository>) -> Result<Self, GitError> {
        let sparse = Sparse::find(repository)?.map(Rc::new);
        let name = match sparse {
            Some(_) => "the working tree, and what its sparse checkout leaves out",
            None => "the working tree",
        };
        let disk = Rc::new(Disk::new(repository.root().to_owned()));
        let view = View::WorkTree(disk, Some(repository.clone()), sparse);
        Ok(Self::of(view, name.into()))
    }

    /// What is staged in `repository`.
    pub fn staged(repository: Rc<Repository>) -> Result<Self, GitError> {
        let entries = repository.staged()?.into();
        Ok(Self::of(
            View::Listed(repository, entries),
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
        let view = match repository.tree(&commit)? {
            Some(tree) => View::Commit(Rc::new(Tree::new(repository, tree))),
            None => {
                let files = repository.files_by_command(&commit)?;
                View::Listed(repository, files.into())
            }
        };
        Ok(Self {
            commit: Some(commit),
            ..Self::of(view, name)
        })
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
            commit: None,
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

    /// Whether files are not as they are, but as they are to be.
    pub fn is_changed(&self) -> bool {
        !self.planned.is_empty()
    }

    /// What a person would call it: `what is staged`, `commit 1a2b3c4`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commit whose tree this is; `None` for anything else.
    pub fn commit_id(&self) -> Option<&Oid> {
        self.commit.as_ref()
    }

    /// Reads a file; `None` when there is none (a folder, submodule or dangling link is none).
    pub fn read(&self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, GitError> {
        match self.locate(path)? {
            Some((path, content)) => self.content(&path, &content),
            None => Ok(None),
        }
    }

    /// Reads a file with its path; `None` when there is none.
    pub fn file(&self, path: &RepoPath) -> Result<Option<SourceFile>, GitError> {
        let bytes = self.read(path)?;
        Ok(bytes.map(|bytes| SourceFile::new(path.clone(), bytes)))
    }

    /// Returns the path of the file that a path leads to, links followed; `None` when there is none.
    pub fn followed(&self, path: &RepoPath) -> Result<Option<RepoPath>, GitError> {
        Ok(self.locate(path)?.map(|(path, _)| path))
    }

    /// Whether there is a file at `path`, without reading it.
    pub fn has(&self, path: &RepoPath) -> Result<bool, GitError> {
        Ok(self.locate(path)?.is_some())
    }

    /// Walks files and folders, each folder before what is in it, siblings in the order of their names' bytes.
    /// The walk prunes: what `visit` answers for a folder decides whether it is looked into.
    pub fn walk(&self, visit: &mut dyn FnMut(Entry<'_>) -> Next) -> Result<(), GitError> {
        match &self.view {
            View::Listed(_, entries) => walk_sorted(
                &mut entries.iter().map(|entry| (&entry.path, entry.kind)),
                visit,
            ),
            View::Memory(files) => {
                walk_sorted(&mut files.keys().map(|path| (path, EntryKind::File)), visit)
            }
            View::WorkTree(disk, repository, sparse) => {
                let (repository, sparse) = (repository.as_deref(), sparse.as_deref());
                walk_disk(disk, repository, sparse, &RepoPath::top(), visit)?;
            }
            View::Commit(tree) => {
                walk_tree(&tree.repository, &RepoPath::top(), &tree.top, visit)?;
            }
        }
        Ok(())
    }

    /// Walks all folders, and the files that have one of these names. Of a commit's folders, those in which an earlier walk
    /// found none are not entered again.
    pub fn walk_named(
        &self,
        names: &'static [&'static [&'static str]],
        visit: &mut dyn FnMut(Entry<'_>) -> Next,
    ) -> Result<(), GitError> {
        if let View::Commit(tree) = &self.view {
            walk_wanted(&tree.repository, &RepoPath::top(), &tree.top, names, visit)?;
            return Ok(());
        }
        let names = Names::new(names);
        self.walk(&mut |entry| {
            if entry.kind == EntryKind::Folder || names.has(entry.path.file_name()) {
                return visit(entry);
            }
            Next::Into
        })
    }

    /// Finds the file that a path leads to, links followed.
    fn locate(&self, path: &RepoPath) -> Result<Option<(RepoPath, Content)>, GitError> {
        if path.as_bytes().len() > PATH_LIMIT {
            return Ok(None);
        }
        let mut path = path.clone();
        for _ in 0..LINK_LIMIT {
            if let Some(bytes) = self.planned.get(&path) {
                return Ok(Some((path, Content::Bytes(bytes.clone()))));
            }
            let link = match self.entry(&path)? {
                Some((EntryKind::File, content)) => return Ok(Some((path, content))),
                Some((EntryKind::Link, content)) => Some((path.clone(), content)),
                Some(_) => return Ok(None),
                None => self.link_above(&path)?,
            };
            let Some((link, content)) = link else {
                return Ok(None);
            };
            let Some(next) = self.led(&path, &link, &content)? else {
                return Ok(None);
            };
            path = next;
        }
        Ok(None)
    }

    /// Returns the entry at a path, itself not followed; `None` where there is none, or where a link is above it.
    fn entry(&self, path: &RepoPath) -> Result<Option<(EntryKind, Content)>, GitError> {
        Ok(match &self.view {
            View::Memory(files) => files
                .get(path)
                .map(|bytes| (EntryKind::File, Content::Bytes(bytes.clone()))),
            View::WorkTree(disk, _, sparse) => match disk.entry(path)? {
                Some(kind) => Some((kind, Content::Disk)),
                None => {
                    let left_out = sparse.as_ref().and_then(|sparse| sparse.entry(path));
                    left_out.map(|(kind, stored)| (kind, Content::Stored(stored)))
                }
            },
            View::Listed(_, entries) => {
                let found = entries.binary_search_by(|entry| entry.path.cmp(path)).ok();
                let found = found.and_then(|at| entries.get(at));
                found.map(|entry| (entry.kind, Content::Stored(entry.stored.clone())))
            }
            View::Commit(tree) => {
                let found = tree.entry(path)?;
                found.map(|(kind, stored)| (kind, Content::Stored(stored)))
            }
        })
    }

    /// Returns the first link among the folders above a path.
    fn link_above(&self, path: &RepoPath) -> Result<Option<(RepoPath, Content)>, GitError> {
        let mut above: Vec<RepoPath> = Vec::new();
        let mut folder = path.parent().unwrap_or_default();
        // Most of what is looked for is not there, in a folder that is.
        if let View::WorkTree(disk, ..) = &self.view
            && disk.is_folder(&folder)?
        {
            return Ok(None);
        }
        while !folder.is_top() {
            above.push(folder.clone());
            folder = folder.parent().unwrap_or_default();
        }
        for folder in above.into_iter().rev() {
            match self.entry(&folder)? {
                Some((EntryKind::Link, content)) => return Ok(Some((folder, content))),
                Some((EntryKind::Folder, _)) | None => {}
                Some(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Returns where a path leads to by a link that it is or lies below; `None` where that is outside of the tree.
    fn led(
        &self,
        path: &RepoPath,
        link: &RepoPath,
        content: &Content,
    ) -> Result<Option<RepoPath>, GitError> {
        let target = match (&self.view, content) {
            (View::WorkTree(disk, ..), Content::Disk) => Some(disk.target(link)?),
            _ => self.content(link, content)?,
        };
        let Some(target) = target else {
            return Ok(None);
        };
        let folder = link.parent().unwrap_or_default();
        let rest = path.as_bytes().get(link.as_bytes().len() + 1..);
        let led = folder.join(&*target);
        Ok(led.and_then(|led| led.join(rest.unwrap_or_default())))
    }

    /// The bytes of a file, or of a recorded link; `None` for a file on disk that is too long.
    fn content(&self, path: &RepoPath, content: &Content) -> Result<Option<Arc<[u8]>>, GitError> {
        match (&self.view, content) {
            (_, Content::Bytes(bytes)) => Ok(Some(bytes.clone())),
            (View::WorkTree(disk, ..), Content::Disk) => disk.read(path),
            (View::WorkTree(_, Some(repository), _), Content::Stored(stored)) => {
                repository.content(path, stored).map(Some)
            }
            (View::Listed(repository, _), Content::Stored(stored)) => {
                repository.content(path, stored).map(Some)
            }
            (View::Commit(tree), Content::Stored(stored)) => {
                tree.repository.content(path, stored).map(Some)
            }
            _ => Ok(None),
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
