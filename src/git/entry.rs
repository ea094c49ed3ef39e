//! What a walk over a snapshot meets, and how it goes on.
//!
//! Not the walk itself.
use crate::source::RepoPath;

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
