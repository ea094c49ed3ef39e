//! Package indexes: the local directory index, which is a folder that `pip` and `uv` install from.
//!
//! Not an archive reader: what a page says of a file is handed over by the caller.
mod directory;
mod error;
mod folder;
mod pages;

pub use directory::{Directory, FileFacts};
pub use error::IndexError;
pub use folder::Added;
pub use pages::IndexedFile;
