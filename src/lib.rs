//! Guards and runs the release of Python packages.
//!
//! Five programs, the subjects they know about, and a small kernel. A row may use the rows before it; members of one
//! row never use each other. `tests/it/architecture.rs` holds this picture.
//!
//! ```text
//! source → edit → environment → command → terminal → flags → version → git → changelog → workflows → dist → project → bump
//!        → rule → report → catalogue → config → policy → http → forge
//!        → (python | index | oci | github | gitlab) → hooks → (check_version | validate_dist | changelog_guard)
//!        → tag_guard → publish → cli → bin/*
//! ```

pub mod bump;
pub mod catalogue;
pub mod changelog;
pub mod changelog_guard;
pub mod check_version;
pub mod cli;
pub mod command;
pub mod config;
pub mod dist;
pub mod edit;
pub mod environment;
pub mod flags;
pub mod forge;
pub mod git;
pub mod github;
pub mod gitlab;
pub mod hooks;
pub mod http;
pub mod index;
pub mod oci;
pub mod policy;
pub mod project;
pub mod publish;
pub mod python;
pub mod report;
pub mod rule;
pub mod source;
pub mod tag_guard;
pub mod terminal;
pub mod validate_dist;
pub mod version;
pub mod workflows;
