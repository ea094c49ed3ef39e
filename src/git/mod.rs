//! The git repository: what is in the working tree, staged, or in a commit; refs, tags, pushes; commits made aside.
//!
//! libgit2 first; the `git` command behind the same types where libgit2 cannot open a repository (SHA-256, reftable,
//! partial clones, folders of another owner). *Staged* is said for git's index; an *index* is always a package index.
mod repository;
mod snapshot;

pub use repository::{GitError, Oid, Repository};
pub use snapshot::{Entry, EntryKind, Next, Snapshot};
