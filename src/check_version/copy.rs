//! A throw-away copy of what is looked at, in which a build back-end may write.
//!
//! Not a release: `publish` builds a commit, and this copies edits that are not committed too.
use crate::git::{EntryKind, Ground, Next, Repository, Snapshot};
use crate::source::RepoPath;
use anyhow::Context as _;
use std::path::{Path, PathBuf};

/// Folders that belong to a machine and not to a project.
const LOCAL: [&[u8]; 6] = [
    b"node_modules",
    b"__pycache__",
    b".venv",
    b"venv",
    b".tox",
    b".nox",
];

/// Copies a snapshot into a new folder and returns the folder in it that is the snapshot's top.
///
/// Where there is a commit the copy is a clone with its history and tags, since the version may come from them; what is
/// not committed is written over it.
pub(super) fn copy(ground: &Ground, snapshot: &Snapshot, dir: &Path) -> anyhow::Result<PathBuf> {
    let cannot = || format!("cannot make a copy of {}", snapshot.name());
    let commit = match (snapshot.commit_id(), ground.repository()) {
        (Some(commit), Ok(repository)) => Some((repository, commit.clone())),
        (None, Ok(repository)) => repository.head()?.map(|head| (repository, head)),
        (_, Err(_)) => None,
    };
    let Some((repository, commit)) = commit else {
        write_out(snapshot, dir).with_context(cannot)?;
        return Ok(dir.to_owned());
    };
    repository.clone_at(dir, &commit).with_context(cannot)?;
    if snapshot.commit_id().is_some() {
        return Ok(dir.to_owned());
    }
    overlay(repository, ground, snapshot, dir).with_context(cannot)
}

/// Writes what is not committed over a clone. Paths of git count from the repository's top, which need not be the
/// snapshot's.
fn overlay(
    repository: &Repository,
    ground: &Ground,
    snapshot: &Snapshot,
    dir: &Path,
) -> anyhow::Result<PathBuf> {
    let root = repository.root().canonicalize()?;
    let below = RepoPath::below(&root, &ground.top().canonicalize()?).unwrap_or_default();
    for changed in repository.changed_paths()? {
        let target = changed.path.to_path(dir);
        let inner = RepoPath::below(&below.to_path(&root), &changed.path.to_path(&root));
        match inner.map(|inner| snapshot.read(&inner)).transpose()? {
            Some(Some(bytes)) => write(dir, &changed.path, &bytes)?,
            // Removed, or nothing that can be copied.
            Some(None) => drop(std::fs::remove_file(target)),
            None => {}
        }
    }
    Ok(below.to_path(dir))
}

/// Writes every file of a snapshot.
fn write_out(snapshot: &Snapshot, dir: &Path) -> anyhow::Result<()> {
    let mut paths = Vec::new();
    snapshot.walk(&mut |entry| {
        match entry.kind {
            EntryKind::Folder if LOCAL.contains(&entry.path.file_name()) => return Next::Over,
            EntryKind::File | EntryKind::Link => paths.push(entry.path.clone()),
            EntryKind::Folder | EntryKind::Other => {}
        }
        Next::Into
    })?;
    for path in paths {
        if let Some(bytes) = snapshot.read(&path)? {
            write(dir, &path, &bytes)?;
        }
    }
    Ok(())
}

/// Writes one file below a folder, never through a symbolic link: it could lead out.
fn write(dir: &Path, path: &RepoPath, bytes: &[u8]) -> std::io::Result<()> {
    let target = path.to_path(dir);
    for part in target.ancestors().take_while(|part| *part != dir) {
        if part.is_symlink() {
            std::fs::remove_file(part)?;
        }
    }
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(target, bytes)
}
