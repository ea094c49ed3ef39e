//! The working tree, one folder and one file at a time.
//!
//! Not a walk, and links are not followed: both are `snapshot`'s.
use super::entry::EntryKind;
use super::error::GitError;
use crate::source::RepoPath;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Error, ErrorKind, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

/// Larger files are never read: no declaration, changelog or configuration is that long.
const FILE_LIMIT: u64 = 32 << 20;

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    /// Whether these paths are folders of this repository: no links, and no repositories of their own.
    folders: RefCell<BTreeMap<RepoPath, bool>>,
}

impl Disk {
    pub(super) fn new(root: PathBuf) -> Self {
        Self {
            root,
            folders: RefCell::default(),
        }
    }

    /// Lists one folder, in the order of its names' bytes; `.git` is left out. A repository inside this one, such as a
    /// submodule, holds nothing of it.
    pub(super) fn level(&self, folder: &RepoPath) -> Result<Vec<(RepoPath, EntryKind)>, GitError> {
        let failed = |source| read_error(folder, source);
        let listing = match std::fs::read_dir(folder.to_path(&self.root)) {
            Ok(listing) => listing,
            // A folder that may not be read holds nothing that could be released; a sparse checkout has none of some.
            Err(error)
                if !folder.is_top()
                    && matches!(
                        error.kind(),
                        ErrorKind::PermissionDenied | ErrorKind::NotFound
                    ) =>
            {
                return Ok(Vec::new());
            }
            Err(error) => return Err(failed(error)),
        };
        let mut level = Vec::new();
        for entry in listing {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            if name == ".git" {
                if folder.is_top() {
                    continue;
                }
                self.folders.borrow_mut().insert(folder.clone(), false);
                return Ok(Vec::new());
            }
            if let Some(path) = folder.join(name.as_encoded_bytes()) {
                level.push((path, kind(entry.file_type().map_err(failed)?)));
            }
        }
        level.sort_by(|a, b| a.0.cmp(&b.0));
        self.folders.borrow_mut().insert(folder.clone(), true);
        Ok(level)
    }

    /// Returns what is at a path; `None` where there is nothing, or nothing of this repository.
    pub(super) fn entry(&self, path: &RepoPath) -> Result<Option<EntryKind>, GitError> {
        let Some(parent) = path.parent() else {
            return Ok(Some(EntryKind::Folder));
        };
        if !self.is_folder(&parent)? {
            return Ok(None);
        }
        match std::fs::symlink_metadata(path.to_path(&self.root)) {
            Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(read_error(path, error)),
        }
    }

    /// Whether a path is a folder of this repository, with no link above it. What is found is kept.
    pub(super) fn is_folder(&self, path: &RepoPath) -> Result<bool, GitError> {
        if let Some(known) = self.folders.borrow().get(path) {
            return Ok(*known);
        }
        let is_folder = path.is_top()
            || (self.entry(path)? == Some(EntryKind::Folder)
                && std::fs::symlink_metadata(path.to_path(&self.root).join(".git")).is_err());
        self.folders.borrow_mut().insert(path.clone(), is_folder);
        Ok(is_folder)
    }

    /// Reads a file; `None` when it is too long.
    pub(super) fn read(&self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, GitError> {
        let failed = |source| read_error(path, source);
        let mut file = File::open(path.to_path(&self.root)).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        if length > FILE_LIMIT {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(Some(bytes.into()))
    }

    /// Returns what a link leads to, as it is written.
    pub(super) fn target(&self, path: &RepoPath) -> Result<Arc<[u8]>, GitError> {
        let target = std::fs::read_link(path.to_path(&self.root));
        let target = target.map_err(|source| read_error(path, source))?;
        Ok(target.as_os_str().as_encoded_bytes().into())
    }
}

fn kind(found: std::fs::FileType) -> EntryKind {
    if found.is_dir() {
        EntryKind::Folder
    } else if found.is_file() {
        EntryKind::File
    } else if found.is_symlink() {
        EntryKind::Link
    } else {
        EntryKind::Other
    }
}

fn read_error(path: &RepoPath, source: Error) -> GitError {
    GitError::Read {
        path: path.clone(),
        source,
    }
}

fn is_absence(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
    )
}
