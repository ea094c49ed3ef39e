//! The release of one package, decided.
//!
//! Not its steps: a release is what they are about.
use crate::bump::Request;
use crate::dist::ProjectName;
use crate::git::Oid;
use crate::source::RepoPath;
use crate::version::Version;
use anyhow::Context as _;

/// The release of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The project name as declared.
    pub name: String,
    /// The package's folder.
    pub folder: RepoPath,
    /// The version before; `None` for the first one of a package that takes its version from tags.
    pub from: Option<Version>,
    /// The version that is released, as it is meant.
    pub to: Version,
    /// The version that is released, as it is written in files and tag.
    pub written: String,
    /// What was asked for; `None` for a tag that exists.
    pub request: Option<Request>,
    /// The tag.
    pub tag: String,
    /// The tag's message; a lightweight tag without one.
    pub tag_message: Option<String>,
    /// Whether the project's configuration of bump-my-version wants the tag signed.
    pub tag_is_signed: bool,
    /// The commit that the release is made from.
    pub base: Oid,
    /// How the commit that is tagged comes to be.
    pub commit: Commit,
}

/// How the commit that is tagged comes to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// It is the base itself: nothing has to be written.
    Base,
    /// It is made on a branch, with this message.
    Made {
        /// The branch, without `refs/heads/`.
        branch: String,
        /// The whole message, its trailer included.
        message: String,
    },
    /// It is made on a branch of its own on the remote, for a pull request.
    Proposed {
        /// That branch, without `refs/heads/`.
        branch: String,
        /// The branch that it is to come into.
        onto: String,
        /// The whole message, its trailer included.
        message: String,
    },
    /// It is the base itself, which a pull request brought.
    Merged,
}

impl Commit {
    /// Whether it is the base itself.
    pub fn is_base(&self) -> bool {
        matches!(self, Self::Base | Self::Merged)
    }

    /// Whether it goes by pull request.
    pub fn is_proposed(&self) -> bool {
        matches!(self, Self::Proposed { .. })
    }
}

impl Release {
    /// The trailer by which a release commit is known.
    pub fn trailer(&self) -> String {
        format!("{TRAILER}: {}", self.tag)
    }

    /// The branch on the remote on which GitHub makes the commit of a proposal, before it is known to be the right one.
    pub(super) fn aside(&self) -> String {
        format!("release-guard/{}", self.tag)
    }

    /// The project name as indexes spell it.
    pub fn normal_name(&self) -> String {
        ProjectName::new(&self.name).map_or_else(|| self.name.clone(), |name| name.to_string())
    }

    /// The project.
    pub fn project(&self) -> anyhow::Result<ProjectName> {
        let project = ProjectName::new(&self.name);
        project.with_context(|| format!("`{}` is no name that an index takes", self.name))
    }

    /// `name 1.2.3 → 1.2.4`, for people.
    pub fn title(&self) -> String {
        match &self.from {
            Some(from) if *from != self.to => format!("{} {from} → {}", self.name, self.to),
            _ => format!("{} {}", self.name, self.to),
        }
    }
}

/// The key of the trailer in a release commit's message.
pub(super) const TRAILER: &str = "Release-Guard";
