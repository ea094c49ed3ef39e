//! Why an index does not take a file, as sentences with the way out.
//!
//! Not what is wrong with the file: that is for `validate_dist`'s rules.
use crate::dist::{DistError, Sha256};
use crate::http::{HttpError, Url};
use crate::index::trusted::TrustError;
use std::path::PathBuf;
use std::time::Duration;

/// Why an index elsewhere was not asked, or does not take a file.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The file is no distribution that can be read.
    #[error("`{}` cannot be uploaded: {source}", path.display())]
    Distribution {
        /// The file.
        path: PathBuf,
        /// Why.
        source: DistError,
    },
    /// There was no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The index gives no token for this job's identity.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// Whether the file arrived is not known, although the index was asked again and again.
    #[error(
        "`{file}` may or may not have arrived: {reason}\nhint: run this again later; it looks first, and sends nothing twice"
    )]
    Unknown {
        /// The file.
        file: String,
        /// What the last try came to.
        reason: String,
    },
    /// The page of a project cannot be had now.
    #[error(
        "`{url}` does not tell which files there are: it answers {status} again and again\nhint: run this again later; nothing is sent without a look"
    )]
    Busy {
        /// The page.
        url: Url,
        /// The status.
        status: u16,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The page of a project could not be read.
    #[error("`{url}` does not tell which files there are: {reason}")]
    Page {
        /// The page.
        url: Url,
        /// Why, with the way out.
        reason: String,
    },
    /// The index has another file of this name, and a file that was published is never replaced.
    #[error(
        "the index has another `{file}`: it has sha256 {here}, and this one has {given}\nhint: release another version; a file that was published is never replaced"
    )]
    OtherContent {
        /// The file.
        file: String,
        /// The hash of the file in the index.
        here: Sha256,
        /// The hash of the file that was to be uploaded.
        given: Sha256,
    },
    /// Whoever asks may not upload; so it is with every other file.
    #[error("the index does not let you upload `{file}` ({status}): {said}\nhint: {help}")]
    Denied {
        /// The file.
        file: String,
        /// The status.
        status: u16,
        /// What the server says.
        said: String,
        /// The way out.
        help: String,
    },
    /// It does not take this file.
    #[error("the index refuses `{file}` ({status}): {said}{}", hint(help))]
    Refused {
        /// The file.
        file: String,
        /// The status.
        status: u16,
        /// What the server says.
        said: String,
        /// The way out; empty when the server's words are all there is.
        help: String,
    },
    /// Ctrl-C was pressed.
    #[error("interrupted")]
    Interrupted,
}

impl UploadError {
    /// Whether a person has to change something about the release.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::OtherContent { .. } | Self::Refused { .. } | Self::Distribution { .. }
        )
    }

    /// Whether the same may succeed a little later; nothing was done to the index.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Http(error) => error.may_pass(),
            Self::Busy { .. } => true,
            _ => false,
        }
    }

    /// Whether every other file would meet the same.
    pub fn is_general(&self) -> bool {
        matches!(
            self,
            Self::Denied { .. }
                | Self::Interrupted
                | Self::Http(_)
                | Self::Busy { .. }
                | Self::Trust(_)
                | Self::Page { .. }
        )
    }
}

fn hint(help: &str) -> String {
    if help.is_empty() {
        String::new()
    } else {
        format!("\nhint: {help}")
    }
}
