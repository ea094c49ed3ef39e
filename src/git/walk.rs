//! Walks over a snapshot's entries, each folder before what is in it.
//!
//! Nothing is read and nothing is kept; links are not entered.
use super::disk::Disk;
use super::entry::{Entry, EntryKind, Next};
use super::error::GitError;
use super::objects::Stored;
use super::repository::Repository;
use super::sparse::Sparse;
use crate::source::RepoPath;

/// Walks the working tree; folders that git ignores are shown and not entered.
pub(super) fn walk_disk(
    disk: &Disk,
    repository: Option<&Repository>,
    sparse: Option<&Sparse>,
    folder: &RepoPath,
    visit: &mut dyn FnMut(Entry<'_>) -> Next,
) -> Result<Next, GitError> {
    let mut level = disk.level(folder)?;
    if let Some(sparse) = sparse {
        sparse.add_to(folder, &mut level);
    }
    for (path, kind) in level {
        let next = visit(Entry { path: &path, kind });
        if next == Next::Stop {
            return Ok(Next::Stop);
        }
        // What is ignored is not this repository's: environments, builds, clones of others.
        let is_entered = kind == EntryKind::Folder
            && next == Next::Into
            && !repository.is_some_and(|repository| repository.is_ignored(&path));
        if is_entered && walk_disk(disk, repository, sparse, &path, visit)? == Next::Stop {
            return Ok(Next::Stop);
        }
    }
    Ok(Next::Into)
}

/// Walks a commit's tree.
pub(super) fn walk_tree(
    repository: &Repository,
    folder: &RepoPath,
    tree: &Stored,
    visit: &mut dyn FnMut(Entry<'_>) -> Next,
) -> Result<Next, GitError> {
    for entry in repository.level(tree, folder, None)? {
        let (path, kind) = (&entry.path, entry.kind);
        let next = visit(Entry { path, kind });
        let is_entered = kind == EntryKind::Folder && next == Next::Into;
        if next == Next::Stop
            || (is_entered && walk_tree(repository, path, &entry.stored, visit)? == Next::Stop)
        {
            return Ok(Next::Stop);
        }
    }
    Ok(Next::Into)
}

/// Walks entries that are sorted by path, making up the folders.
pub(super) fn walk_sorted(
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
