//! OCI registries such as GitHub's `ghcr.io`: distributions as artifacts, from which pip installs through PyOCI.
//!
//! Not container images, and no archive reader. Sources: the OCI distribution and image specifications 1.1, and PyOCI's
//! layout: `OWNER/PROJECT` is a repository, a version its tag; the tag is an image index whose manifests hold one file each.
mod access;
mod artifact;
mod credentials;
mod error;
mod layout;
mod package;
mod registry;
mod transfer;

pub use artifact::Artifact;
pub use credentials::{Login, login};
pub use error::OciError;
pub use package::{About, Packages, Presence};
pub use registry::Registry;
