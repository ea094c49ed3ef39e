//! Why GitHub does not hold a release, as sentences without secrets.
use crate::dist::Sha256;
use crate::forge::ForgeError;
use crate::http::{HttpError, UrlError};

/// Why GitHub does not hold a release.
#[derive(Debug, thiserror::Error)]
pub enum GithubError {
    /// There was no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Nobody may write there.
    #[error(
        "there is no token for `{0}`\nhint: set `GITHUB_TOKEN` to one that may write its contents (in a workflow: `permissions: contents: write`), or log in with `gh auth login`"
    )]
    NoToken(String),
    /// Nothing tells the repository.
    #[error(
        "it is not known which repository on GitHub this is: there is no remote, or its address names no host\nhint: `git remote add origin git@github.com:OWNER/NAME.git`, or set `GITHUB_REPOSITORY=OWNER/NAME`"
    )]
    NoRepository,
    /// The repository's name is none.
    #[error(
        "`{given}` is not `OWNER/NAME` of a repository on GitHub\nhint: look at `git remote -v`, or set `GITHUB_REPOSITORY=OWNER/NAME`"
    )]
    Repository {
        /// The name.
        given: String,
    },
    /// The remote is elsewhere.
    #[error(
        "the remote is on `{host}`, which is not known to be a GitHub\nhint: if it is a GitHub Enterprise server, set `GITHUB_SERVER_URL=https://{host}`"
    )]
    NotGithub {
        /// The host.
        host: String,
    },
    /// A variable holds no address.
    #[error("`{variable}`: {source}")]
    Address {
        /// The variable.
        variable: &'static str,
        /// Why.
        source: UrlError,
    },
    /// It is not allowed, or cannot be seen.
    #[error("GitHub does not allow it ({status}): {said}\nhint: {help}")]
    Denied {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
        /// The way in.
        help: String,
    },
    /// GitHub does not want what was asked for.
    #[error("GitHub refuses it ({status}): {said}\nhint: {help}")]
    Refused {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
        /// The way out.
        help: String,
    },
    /// It answers with what cannot be gone on with.
    #[error(
        "GitHub answers {status}{}{said}\nhint: run the same command again, which goes on where this one ended",
        separator(said)
    )]
    Unclear {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
    },
    /// There is nothing to attach to, or to publish.
    #[error(
        "there is no draft of `{0}` on GitHub yet\nhint: run the same command again, which makes it"
    )]
    NoDraft(String),
    /// GitHub does not make a commit.
    #[error(
        "GitHub does not make the commit: {said}\nhint: the token must be allowed to write contents (in a workflow `permissions: contents: write`); `commit-by = \"git\"` in `[tool.release-guard.publish]` has git make it"
    )]
    NoCommit {
        /// What it says.
        said: String,
    },
    /// A pull request may not be looked at, opened or changed.
    #[error("GitHub does not allow the pull request ({status}): {said}\nhint: {help}")]
    NoPull {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
        /// The way in.
        help: &'static str,
    },
    /// Whether the draft was made is not known.
    #[error(
        "GitHub did not tell whether the draft was made: {reason}\nhint: run the same command again, which looks for it first"
    )]
    Untold {
        /// What it came to.
        reason: String,
    },
    /// It answers as GitHub does not.
    #[error("`{url}` does not answer as GitHub does: {reason}\nhint: is `GITHUB_API_URL` right?")]
    Strange {
        /// What was asked for.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// GitHub takes no more requests for now.
    #[error(
        "GitHub takes no more requests {until}: {said}\nhint: run the same command again then, which goes on where this one ended"
    )]
    Limited {
        /// Until when.
        until: String,
        /// What it says.
        said: String,
    },
    /// Another asset has the name in a release that is published.
    #[error(
        "the published release has another `{name}`: it has {here}, and this one has sha256 {given}\nhint: release another version; what was published is never replaced"
    )]
    Other {
        /// The asset.
        name: String,
        /// What is known of the one there.
        here: String,
        /// The hash here.
        given: Sha256,
    },
    /// The release can no longer be changed.
    #[error(
        "the release `{tag}` is immutable and lacks {missing}\nhint: release another version; an immutable release takes no more files, and its tag is never free again"
    )]
    Immutable {
        /// The tag.
        tag: String,
        /// What is missing.
        missing: String,
    },
    /// An asset came through otherwise than it was sent.
    #[error("`{name}` is not on GitHub as it was sent: {found}\nhint: run the same command again")]
    Broken {
        /// The asset.
        name: String,
        /// How it is there.
        found: String,
    },
}

impl GithubError {
    /// Whether a person has to change something about the release.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Other { .. } | Self::Immutable { .. } | Self::Refused { .. }
        )
    }

    /// Whether whoever is there ended it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Http(HttpError::Interrupted))
    }
}

impl From<GithubError> for ForgeError {
    fn from(error: GithubError) -> Self {
        Self::new(&error, error.is_conflict(), error.is_interrupted())
    }
}

fn separator(said: &str) -> &'static str {
    if said.is_empty() { "" } else { ": " }
}
