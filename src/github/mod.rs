//! GitHub's releases: a draft with assets, which is published when every byte of it was compared. And its workflow runs, its
//! pull requests, the commits that it makes itself, and what a branch asks for.
//!
//! Not what belongs to a release and nobody is asked: whoever calls has agreed. Speaks the REST API of 2022-11-28, on
//! github.com or a GitHub Enterprise server.
mod api;
mod asset;
mod attach;
mod commits;
mod error;
mod hub;
mod limit;
mod pulls;
mod release;
mod releases;
mod repository;
mod rulesets;
mod runs;
mod site;

pub use commits::NewCommit;
pub use error::GithubError;
pub use hub::Hub;
pub use pulls::{Pull, Pulls, Text};
pub use release::{Published, Release};
pub use releases::{Change, Releases, latest, of_tag, previous};
pub use repository::visibility;
pub use runs::{Run, Runs};
pub use site::{Site, Token};
