//! Package indexes: the local directory index, which is a folder that `pip` and `uv` install from, and those elsewhere,
//! which take uploads.
//!
//! Not an archive reader: what a page of the local index says of a file is handed over by the caller.
mod credentials;
mod directory;
mod earlier;
mod error;
mod folder;
mod pages;
mod simple;
mod target;
mod upload;

pub use credentials::{CredentialsError, Found, Login, Pypirc, PypircError, login, pypirc, typed};
pub use directory::{Directory, FileFacts};
pub use earlier::{Earlier, Published, Releases};
pub use error::IndexError;
pub use folder::Added;
pub use pages::IndexedFile;
pub use target::{Target, TargetError};
pub use upload::{Distribution, Event, Presence, Remote, UploadError, Uploaded};
