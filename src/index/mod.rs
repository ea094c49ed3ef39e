//! Package indexes: the local directory index, which is a folder that `pip` and `uv` install from, and those elsewhere,
//! which take uploads.
//!
//! Not an archive reader: what a page of the local index says of a file is handed over by the caller.
mod credentials;
mod directory;
mod error;
mod folder;
mod no_registry;
mod pages;
mod said;
mod simple;
mod target;
mod upload;

pub use credentials::{CredentialsError, Found, Login, Pypirc, PypircError, login, pypirc, typed};
pub use directory::{Directory, FileFacts};
pub use error::IndexError;
pub use folder::Added;
pub use no_registry::{Readers, explanation, is_github_packages};
pub use pages::IndexedFile;
pub use target::{Target, TargetError};
pub use upload::{Distribution, Event, Presence, Remote, UploadError, Uploaded};
