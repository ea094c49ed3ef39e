//! Why GitLab does not hold a release, as sentences without secrets.
use crate::dist::Sha256;
use crate::forge::ForgeError;
use crate::http::{HttpError, UrlError};

/// Why GitLab does not hold a release.
#[derive(Debug, thiserror::Error)]
pub enum GitlabError {
    /// There was no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Nobody may write there.
    #[error("there is no token for `{project}`\nhint: {help}")]
    NoToken {
        /// The project.
        project: String,
        /// The way in.
        help: String,
    },
    /// Nothing tells the project.
    #[error(
        "it is not known which project on GitLab this is: there is no remote, or its address names no host\nhint: `git remote add origin git@gitlab.com:GROUP/PROJECT.git`"
    )]
    NoProject,
    /// The project's path is none.
    #[error(
        "`{given}` is not `GROUP/PROJECT` of a project on GitLab\nhint: look at `git remote -v`, or set `CI_PROJECT_PATH=GROUP/PROJECT`"
    )]
    Project {
        /// The path.
        given: String,
    },
    /// The remote is elsewhere.
    #[error(
        "the remote is on `{host}`, which is not known to be a GitLab\nhint: if it is one, set `GITLAB_HOST={host}`"
    )]
    NotGitlab {
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
    #[error("GitLab does not allow it ({status}): {said}\nhint: {help}")]
    Denied {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
        /// The way in.
        help: String,
    },
    /// GitLab does not want what was asked for.
    #[error("GitLab refuses it ({status}): {said}\nhint: {help}")]
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
        "GitLab answers {status}{}{said}\nhint: run the same command again, which goes on where this one ended",
        if said.is_empty() { "" } else { ": " }
    )]
    Unclear {
        /// The status.
        status: u16,
        /// What it says.
        said: String,
    },
    /// Whether something was done is not known.
    #[error(
        "GitLab did not tell whether {what} is there: {reason}\nhint: run the same command again, which looks for it first"
    )]
    Untold {
        /// What.
        what: String,
        /// What it came to.
        reason: String,
    },
    /// It answers as GitLab does not.
    #[error("`{url}` does not answer as GitLab does: {reason}\nhint: is `CI_API_V4_URL` right?")]
    Strange {
        /// What was asked for.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// GitLab takes no more requests for now.
    #[error(
        "GitLab takes no more requests for now{}{said}\nhint: run the same command again later, which goes on where this one ended",
        if said.is_empty() { "" } else { ": " }
    )]
    Limited {
        /// What it says.
        said: String,
    },
    /// Another file has the name.
    #[error(
        "the package registry has another `{name}`: it has {here}, and this one has sha256 {given}\nhint: release another version; what was published is never replaced"
    )]
    Other {
        /// The file.
        name: String,
        /// What is known of the one there.
        here: String,
        /// The hash here.
        given: Sha256,
    },
    /// A link of the release's leads elsewhere.
    #[error(
        "the release links `{name}` to `{there}`, and not to `{own}`\nhint: delete that link in the release if it is wrong, or release another version"
    )]
    Linked {
        /// The file.
        name: String,
        /// Where it leads.
        there: String,
        /// Where it should.
        own: String,
    },
    /// The registry takes no such name.
    #[error(
        "GitLab's package registry takes no file of the name `{name}`\nhint: release a version without an epoch; names there have only letters, digits and `.`, `_`, `-`, `+`"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// The release is of another commit.
    #[error(
        "the release `{tag}` is of commit {there} on GitLab, and of {own} here\nhint: release another version; a tag that was pushed is not moved"
    )]
    Elsewhere {
        /// The tag.
        tag: String,
        /// The commit there.
        there: String,
        /// The commit here.
        own: String,
    },
    /// A file came through otherwise than it was sent.
    #[error("`{name}` is not on GitLab as it was sent: {found}\nhint: run the same command again")]
    Broken {
        /// The file.
        name: String,
        /// How it is there.
        found: String,
    },
}

impl GitlabError {
    /// Whether a person has to change something about the release.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Other { .. }
                | Self::Linked { .. }
                | Self::Name { .. }
                | Self::Elsewhere { .. }
                | Self::Refused { .. }
        )
    }

    /// Whether whoever is there ended it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Http(HttpError::Interrupted))
    }

    /// Whether something may have been done all the same.
    pub(super) fn is_unclear(&self) -> bool {
        !self.is_interrupted() && matches!(self, Self::Http(error) if error.may_pass())
    }
}

impl From<GitlabError> for ForgeError {
    fn from(error: GitlabError) -> Self {
        Self::new(&error, error.is_conflict(), error.is_interrupted())
    }
}
