//! What was started, and by which event: the reader's answer as data.
//!
//! Not its words: those are `show`'s.
use super::uploader::Upload;

/// What starts a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The push of the tag, or its creation.
    Tag,
    /// The push of the branch that goes with it.
    Branch(String),
    /// A release on GitHub that is published for the tag.
    Release,
    /// Another workflow that was started and ended.
    After(String),
}

/// A workflow or pipeline that is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The path of its file.
    pub file: String,
    /// What starts it.
    pub event: Event,
    /// Its jobs that upload, or may.
    pub jobs: Vec<Job>,
}

/// A job that uploads, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name in the file; that of the calling job stands before it.
    pub name: String,
    /// What it certainly does when it runs; empty when it only may.
    pub uploads: Vec<Upload>,
    /// Why it may upload, where no upload is known.
    pub may: Option<String>,
    /// What decides whether it runs, where the tree does not tell.
    pub condition: Option<String>,
    /// Its environment.
    pub environment: Option<String>,
    /// Whether it is in a called workflow and shows its identity or attests there.
    pub is_called_with_identity: bool,
}

/// All that a push starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Started {
    /// The workflows and pipelines, in the order of their paths.
    pub starts: Vec<Start>,
    /// The files that could not be read, and why.
    pub unread: Vec<(String, String)>,
}

impl Job {
    /// Whether it uploads for certain, as far as a tree can tell.
    pub fn is_certain(&self) -> bool {
        self.condition.is_none() && !self.uploads.is_empty()
    }
}
