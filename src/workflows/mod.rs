//! What a push starts: the workflows of GitHub and the pipeline of GitLab in a tree, and which of their jobs upload
//! distributions where.
//!
//! Not what ran: no server is asked. What a tree cannot tell is shown as what may be, never left out.
mod condition;
mod github;
mod gitlab;
mod index;
mod job;
mod pattern;
mod show;
mod uploader;
mod yaml;

pub use index::Index;
pub use job::{Event, Job, Start, Started};
pub use uploader::Upload;

use crate::git::{GitError, Snapshot};

/// What is pushed, or published after that.
#[derive(Debug, Clone, Copy)]
pub struct Pushed<'p> {
    /// The tag.
    pub tag: &'p str,
    /// The branch that goes with it.
    pub branch: Option<&'p str>,
}

/// Tells what a push starts, by the files of a tree.
pub fn started(tree: &Snapshot, pushed: Pushed<'_>) -> Result<Started, GitError> {
    let mut started = Started::default();
    github::read(tree, pushed, &mut started)?;
    gitlab::read(tree, pushed, &mut started)?;
    Ok(started)
}
