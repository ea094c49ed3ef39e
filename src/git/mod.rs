//! The git repository: what is in the working tree, staged, or in a commit; refs, tags, pushes; commits made aside.
//!
//! libgit2 first; the `git` command behind the same types where libgit2 cannot open a repository (SHA-256, reftable,
//! partial clones, folders of another owner). *Staged* is said for git's index; an *index* is always a package index.
mod advance;
mod commit;
mod disk;
mod entry;
mod error;
mod ground;
mod known;
mod merge;
mod objects;
mod push;
mod remote;
mod repository;
mod snapshot;
mod sparse;
mod status;
mod tag;
mod tree;
mod walk;

pub use entry::{Entry, EntryKind, Next};
pub use error::GitError;
pub use ground::{Ground, open};
pub use push::{PushError, PushedRef, pushed_refs, refs_on_stdin};
pub use remote::Upstream;
pub use repository::{Oid, Repository};
pub use snapshot::Snapshot;
pub use status::ChangedPath;
pub use tag::{ObjectKind, Tag, TagObject};
