//! The git repository: what is in the working tree, staged, or in a commit; refs, tags, pushes; commits, made beside
//! unfinished work.
//!
//! libgit2 first; the `git` command behind the same types where libgit2 cannot open a repository (SHA-256, reftable,
//! partial clones, folders of another owner). *Staged* is said for git's index; an *index* is always a package index.
mod beside;
mod branch;
mod commit;
mod disk;
mod draft;
mod entry;
mod error;
mod forward;
mod ground;
mod history;
mod known;
mod log;
mod merge;
mod objects;
mod push;
mod recorded;
mod ref_files;
mod refs;
mod remote;
mod repository;
mod scene;
mod signature;
mod snapshot;
mod sparse;
mod staged;
mod staged_trees;
mod status;
mod tag;
mod tree;
mod uncommit;
mod walk;
mod wanted;

pub use branch::{ChangedFile, Logged};
pub use commit::NewCommit;
pub use draft::Draft;
pub use entry::{Entry, EntryKind, Next};
pub use error::GitError;
pub use ground::{Ground, open, open_any};
pub use history::History;
pub use push::{
    PushError, PushedRef, pushed_refs, received_on_stdin, received_refs, refs_on_stdin,
};
pub use ref_files::{All, Listing, Sieve};
pub use refs::{NamedRef, RefList};
pub use remote::Upstream;
pub use repository::{Oid, Repository};
pub use signature::{Signature, Verification};
pub use snapshot::Snapshot;
pub use status::ChangedPath;
pub use tag::{ObjectKind, Tag, TagObject, is_tag_name};
