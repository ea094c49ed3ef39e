//! A commit's tree, read at paths. What is read is kept: the folders above many packages are the same ones.
//!
//! Not a walk, which keeps nothing.
use super::entry::EntryKind;
use super::error::GitError;
use super::objects::{RawEntry, Stored};
use super::repository::Repository;
use crate::source::RepoPath;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The entries of a folder; `None` where there is no folder.
type Level = Option<Rc<[RawEntry]>>;

/// A commit's tree.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) repository: Rc<Repository>,
    pub(super) top: Stored,
    levels: RefCell<BTreeMap<RepoPath, Level>>,
}

impl Tree {
    pub(super) fn new(repository: Rc<Repository>, top: Stored) -> Self {
        Self {
            repository,
            top,
            levels: RefCell::default(),
        }
    }

    /// Returns the entry at a path; `None` where there is none.
    pub(super) fn entry(&self, path: &RepoPath) -> Result<Option<(EntryKind, Stored)>, GitError> {
        let Some(folder) = path.parent() else {
            return Ok(Some((EntryKind::Folder, self.top.clone())));
        };
        let Some(level) = self.level(&folder)? else {
            return Ok(None);
        };
        let found = level.binary_search_by(|entry| entry.path.cmp(path)).ok();
        let found = found.and_then(|at| level.get(at));
        Ok(found.map(|entry| (entry.kind, entry.stored.clone())))
    }

    fn level(&self, folder: &RepoPath) -> Result<Level, GitError> {
        if let Some(level) = self.levels.borrow().get(folder) {
            return Ok(level.clone());
        }
        let level = match self.entry(folder)? {
            Some((EntryKind::Folder, tree)) => {
                Some(self.repository.level(&tree, folder, None)?.into())
            }
            _ => None,
        };
        let mut levels = self.levels.borrow_mut();
        levels.insert(folder.clone(), level.clone());
        Ok(level)
    }
}
