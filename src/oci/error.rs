//! Why a registry does not hold a file, as sentences without secrets.
use crate::dist::{DistError, Sha256};
use crate::http::HttpError;
use std::path::PathBuf;

/// Why a registry does not hold a file.
#[derive(Debug, thiserror::Error)]
pub enum OciError {
    /// There was no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A text names no registry.
    #[error(
        "`{given}` is no registry with an owner: {reason}\nhint: write `HOST/OWNER`, for example `ghcr.io/octo-org`"
    )]
    Registry {
        /// The text.
        given: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file with logins cannot be used.
    #[error("cannot read the logins of `{}`: {reason}", path.display())]
    Logins {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The registry does not know who asks, or does not allow it.
    #[error("`{url}` does not allow it: {said}\nhint: {help}")]
    Denied {
        /// What was asked for.
        url: String,
        /// What it says.
        said: String,
        /// The way in.
        help: String,
    },
    /// It answers with what cannot be gone on with.
    #[error("`{url}` answers {status}: {said}")]
    Refused {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
        /// What it says.
        said: String,
    },
    /// It answers as no registry does.
    #[error(
        "`{url}` does not answer as an OCI registry does: {reason}\nhint: is the registry's address right?"
    )]
    Strange {
        /// What was asked for.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// The tag is of something that is no index of distributions.
    #[error(
        "`{reference}` is not a package of PyOCI but `{found}`\nhint: delete it there, or release another version"
    )]
    Foreign {
        /// The tag.
        reference: String,
        /// Its media type.
        found: String,
    },
    /// Another file is there under this name.
    #[error(
        "`{reference}` has another `{file}`: it has sha256 {here}, and this one has {given}\nhint: release another version; a file that was published is never replaced"
    )]
    Other {
        /// The tag.
        reference: String,
        /// The file.
        file: String,
        /// The hash there.
        here: Sha256,
        /// The hash here.
        given: Sha256,
    },
    /// Somebody else keeps writing the same tag.
    #[error(
        "`{reference}` does not keep what is written; somebody else writes it at the same time\nhint: run this again when they are done"
    )]
    Busy {
        /// The tag.
        reference: String,
    },
    /// A file is no distribution that could be there.
    #[error("`{}` cannot go to an OCI registry: {reason}", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file cannot be read.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: DistError,
    },
}

impl OciError {
    /// Whether a person has to change something about the release.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Foreign { .. } | Self::Other { .. } | Self::Unfit { .. }
        )
    }

    /// Whether whoever is there ended it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Http(HttpError::Interrupted))
    }
}
