//! How a step stands, as its check tells.
//!
//! Not what is done about it: that is `drive`'s.
use crate::rule::Finding;

/// How a step stands.
#[derive(Debug, Clone)]
pub enum State {
    /// It is done; how that is known.
    Done(String),
    /// It is to be done.
    Todo(Change),
    /// It cannot be told yet, because a step before it is not done.
    Waiting(String),
    /// It must not be done.
    Conflict(Reason),
}

/// What a step will change.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// In a line.
    pub summary: String,
    /// As a unified diff, where files of the repository change.
    pub diff: String,
}

impl Change {
    /// A change that is no diff.
    pub fn line(summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            diff: String::new(),
        }
    }
}

/// Why a step must not be done.
#[derive(Debug, Clone, Default)]
pub struct Reason {
    /// In a sentence, every value stated.
    pub text: String,
    /// The way out.
    pub help: Option<String>,
    /// What the guards found.
    pub findings: Vec<Finding>,
}

impl Reason {
    /// A conflict without findings.
    pub fn new(text: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            help: Some(help.into()),
            findings: Vec::new(),
        }
    }
}
