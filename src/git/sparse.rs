//! What a sparse checkout leaves out of the working tree, as git's index has it.
//!
//! Not what the user removed: only entries that git itself marks as skipped.
use super::entry::EntryKind;
use super::error::GitError;
use super::objects::{RawEntry, Stored};
use super::repository::Repository;
use crate::source::RepoPath;

/// The entries of git's index that are not in the working tree because it is sparse.
#[derive(Debug)]
pub(super) struct Sparse {
    entries: Vec<RawEntry>,
}

impl Sparse {
    /// Finds them; `None` where the working tree is whole.
    pub(super) fn find(repository: &Repository) -> Result<Option<Self>, GitError> {
        if !repository.git_dir().join("info/sparse-checkout").is_file() {
            return Ok(None);
        }
        let mut entries = repository.staged()?;
        entries.retain(|entry| entry.is_skipped);
        Ok((!entries.is_empty()).then_some(Self { entries }))
    }

    /// Returns the entry at a path.
    pub(super) fn entry(&self, path: &RepoPath) -> Option<(EntryKind, Stored)> {
        let found = self.entries.binary_search_by(|entry| entry.path.cmp(path));
        let entry = self.entries.get(found.ok()?)?;
        Some((entry.kind, entry.stored.clone()))
    }

    /// Adds what is left out of a folder to what is in it, in the order of names' bytes.
    pub(super) fn add_to(&self, folder: &RepoPath, level: &mut Vec<(RepoPath, EntryKind)>) {
        let start = self.entries.partition_point(|entry| entry.path < *folder);
        let rest = self.entries.get(start..).unwrap_or_default();
        let depth = folder.parts().count();
        // Names such as `a-b` stand between `a` and `a/b`.
        let near = rest
            .iter()
            .take_while(|entry| entry.path.as_bytes().starts_with(folder.as_bytes()));
        for entry in near.filter(|entry| entry.path.is_below(folder)) {
            let mut parts = entry.path.parts().skip(depth);
            let child = parts.next().and_then(|name| folder.join(name));
            let kind = match parts.next() {
                Some(_) => EntryKind::Folder,
                None => entry.kind,
            };
            if let Some(child) = child
                && level.last().is_none_or(|(last, _)| *last != child)
            {
                level.push((child, kind));
            }
        }
        level.sort_by(|a, b| a.0.cmp(&b.0));
        level.dedup_by(|a, b| a.0 == b.0);
    }
}
