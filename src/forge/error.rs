//! Why a forge does not hold a release, whichever it is.
//!
//! Not the causes: each forge has its own.

/// Why a forge does not hold a release, in the words of its own error.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct ForgeError {
    said: String,
    is_conflict: bool,
    is_interrupted: bool,
}

impl ForgeError {
    /// An error with what follows from it.
    pub fn new(said: &dyn std::error::Error, is_conflict: bool, is_interrupted: bool) -> Self {
        Self {
            said: said.to_string(),
            is_conflict,
            is_interrupted,
        }
    }

    /// Whether a person has to change something about the release.
    pub fn is_conflict(&self) -> bool {
        self.is_conflict
    }

    /// Whether whoever is there ended it.
    pub fn is_interrupted(&self) -> bool {
        self.is_interrupted
    }
}
