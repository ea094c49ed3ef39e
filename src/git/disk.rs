//! The working tree, one folder and one file at a time.
//!
//! Not a walk, and links are not followed: both are `snapshot`'s.
use super::error::GitError;
use super::snapshot::{Content, EntryKind};
use crate::source::RepoPath;
use std::path::Path;

/// Larger files are never read: no declaration, changelog or configuration is that long.
const FILE_LIMIT: u64 = 32 << 20;

/// Lists one folder, in the order of its names' bytes; `.git` is left out.
pub(super) fn level(
    root: &Path,
    folder: &RepoPath,
) -> Result<Vec<(RepoPath, EntryKind)>, GitError> {
    let failed = |source| GitError::Read {
        path: folder.clone(),
        source,
    };
    let listing = match std::fs::read_dir(folder.to_path(root)) {
        Ok(listing) => listing,
        // A folder that may not be read holds nothing that could be released.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied && !folder.is_top() => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(failed(error)),
    };
    let mut level = Vec::new();
    for entry in listing {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let kind = entry.file_type().map_err(failed)?;
        let kind = if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_file() {
            EntryKind::File
        } else if kind.is_symlink() {
            EntryKind::Link
        } else {
            EntryKind::Other
        };
        if name != ".git"
            && let Some(path) = folder.join(name.as_encoded_bytes())
        {
            level.push((path, kind));
        }
    }
    level.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(level)
}

/// Reads one entry; a link's content is its target, and a file that is too long is none.
pub(super) fn read(root: &Path, path: &RepoPath) -> Result<Option<Content>, GitError> {
    let full = path.to_path(root);
    let failed = |source| GitError::Read {
        path: path.clone(),
        source,
    };
    let metadata = match std::fs::symlink_metadata(&full) {
        Ok(metadata) => metadata,
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(failed(error)),
    };
    if metadata.is_symlink() {
        let target = std::fs::read_link(&full).map_err(failed)?;
        return Ok(Some((
            EntryKind::Link,
            target.as_os_str().as_encoded_bytes().into(),
        )));
    }
    if !metadata.is_file() || metadata.len() > FILE_LIMIT {
        return Ok(None);
    }
    let bytes = std::fs::read(&full).map_err(failed)?;
    Ok(Some((EntryKind::File, bytes.into())))
}
