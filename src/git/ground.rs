//! Where a program works: the repository, where there is one, and the top of the project.
//!
//! Not what is looked at there for good: a program that was asked for a commit makes that snapshot itself.
use super::error::GitError;
use super::repository::Repository;
use super::snapshot::Snapshot;
use crate::environment;
use crate::flags::Flags;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The repository that `--root` or a git hook names, or that the current folder lies in; outside of one, the folder.
#[derive(Debug)]
pub struct Ground {
    repository: Option<Rc<Repository>>,
    top: PathBuf,
}

/// Opens the repository in `--root`, else the one that a git hook runs for or that the current folder lies in.
pub fn open(flags: &Flags) -> Result<Repository, GitError> {
    match &flags.root {
        Some(root) => Repository::open(root),
        None => Repository::open_from_environment(),
    }
}

/// Opens the repository in `--root`, else the one that a git hook runs for or that the current folder lies in; bare or not.
/// Where a server's hook runs for the one in `--root`, it knows where git keeps what is pushed until it is accepted.
pub fn open_any(flags: &Flags) -> Result<Repository, GitError> {
    let found = Repository::find(flags.root.as_deref())?;
    let named = flags.root.as_ref().and_then(|_| found.of_environment());
    Ok(named.unwrap_or(found))
}

impl Ground {
    /// Finds it. A folder in no repository is ground too: there are only files then. In a bare repository there are
    /// only commits.
    pub fn find(flags: &Flags) -> Result<Self, GitError> {
        let folder = flags.root();
        if !folder.is_dir() {
            return Err(GitError::NotAFolder(folder));
        }
        let repository = match Repository::find(flags.root.as_deref()) {
            Ok(repository) => repository,
            Err(GitError::NotARepository(_)) => {
                return Ok(Self {
                    repository: None,
                    top: folder,
                });
            }
            Err(error) => return Err(error),
        };
        let top = match &flags.root {
            Some(root) => root.clone(),
            None => repository.root().to_owned(),
        };
        // In a hook, git's index may have another name.
        let is_named = flags.root.is_some() && environment::is_hook();
        let named = is_named.then(|| repository.of_environment()).flatten();
        Ok(Self {
            repository: Some(Rc::new(named.unwrap_or(repository))),
            top,
        })
    }

    /// The repository, for a program that cannot do without one.
    pub fn repository(&self) -> Result<&Rc<Repository>, GitError> {
        self.repository
            .as_ref()
            .ok_or_else(|| GitError::NotARepository(self.top.clone()))
    }

    /// The folder whose files are the working tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Whether a git hook is being run here. A runner of hooks may set its variable outside a repository too.
    pub fn is_hook(&self) -> bool {
        environment::is_hook() && self.repository.is_some()
    }

    /// The files on disk.
    pub fn work_tree(&self) -> Result<Snapshot, GitError> {
        match &self.repository {
            Some(repository) if repository.is_bare() => Err(nothing_in(repository)),
            Some(repository) if is_same(repository.root(), &self.top) => {
                Snapshot::checked_out(repository)
            }
            _ => Ok(Snapshot::work_tree(&self.top)),
        }
    }

    /// What is staged.
    pub fn staged(&self) -> Result<Snapshot, GitError> {
        match self.repository()? {
            repository if repository.is_bare() => Err(nothing_in(repository)),
            repository => Snapshot::staged(repository.clone()),
        }
    }

    /// The tree of a commit.
    pub fn commit(&self, revision: &str) -> Result<Snapshot, GitError> {
        Snapshot::commit(self.repository()?.clone(), revision)
    }

    /// The tree of a tag; `None` when there is no such tag, or no repository.
    pub fn tagged(&self, tag: &str) -> Result<Option<Snapshot>, GitError> {
        let full = format!("refs/tags/{tag}");
        match &self.repository {
            Some(repository) if repository.reference(&full)?.is_some() => {
                self.commit(&full).map(Some)
            }
            _ => Ok(None),
        }
    }
}

fn nothing_in(repository: &Repository) -> GitError {
    GitError::NothingCheckedOut(repository.git_dir().to_owned())
}

/// Whether two paths lead to one folder, as `.` and its full path do.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().ok() == other.canonicalize().ok()
}
