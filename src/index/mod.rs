//! Package indexes: the local directory index, which is a folder that `pip` and `uv` install from, and those elsewhere,
//! which take uploads.
//!
//! Not an archive reader: what a page of the local index says of a file is handed over by the caller.
mod attestation;
mod credentials;
mod directory;
mod earlier;
mod error;
mod folder;
mod no_registry;
mod pages;
mod said;
mod simple;
mod target;
mod trusted;
mod upload;

pub use attestation::{AttestationError, Attestations, can_sign, is_attestation};
pub use credentials::{
    Access, CredentialsError, Found, Login, Minting, Pypirc, PypircError, Source, SourceState,
    login, pypirc, sources, typed,
};
pub use directory::{Directory, FileFacts};
pub use earlier::{Earlier, Published, Releases};
pub use error::IndexError;
pub use folder::Added;
pub use no_registry::{Readers, explanation, is_github_packages};
pub use pages::IndexedFile;
pub use simple::Listed;
pub use target::{Target, TargetError};
pub use trusted::{TrustError, has_signing_identity};
pub use upload::{Distribution, Event, Presence, Remote, UploadError, Uploaded};
