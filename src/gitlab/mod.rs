//! GitLab's releases: files in the project's package registry, and a release that links to them, made when every byte was
//! compared.
//!
//! Not what belongs to a release and nobody is asked: whoever calls has agreed. Speaks the REST API v4, on gitlab.com or
//! a GitLab of one's own. GitLab has no drafts, so the release comes last.
mod api;
mod error;
mod lab;
mod packages;
mod releases;
mod site;

pub use error::GitlabError;
pub use lab::Lab;
pub use site::{Site, Token};
