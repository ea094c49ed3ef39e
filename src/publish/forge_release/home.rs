//! A project on a forge: which forge, which project there, and who asks.
//!
//! Not a release of it.
use crate::forge::{Forge, ForgeError};
use crate::http::{Client, Url, Watch};
use crate::{github, gitlab};
use std::fmt;

/// A project on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// A repository on GitHub.
    Github(github::Site),
    /// A project on GitLab.
    Gitlab(gitlab::Site),
}

/// A forge that can be released to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish) enum Kind {
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
}

impl Home {
    /// The project of a job, else the one at a remote's address.
    pub(in crate::publish) fn find(kind: Kind, remote: Option<&str>) -> anyhow::Result<Self> {
        Ok(match kind {
            Kind::Github => Self::Github(github::Site::find(remote)?),
            Kind::Gitlab => Self::Gitlab(gitlab::Site::find(remote)?),
        })
    }

    /// What the forge is called.
    pub(in crate::publish) fn title(&self) -> &'static str {
        match self {
            Self::Github(_) => "GitHub",
            Self::Gitlab(_) => "GitLab",
        }
    }

    /// The name of its releases as a target.
    pub(in crate::publish) fn target(&self) -> &'static str {
        match self {
            Self::Github(_) => Kind::Github.target(),
            Self::Gitlab(_) => Kind::Gitlab.target(),
        }
    }

    /// Its page in a browser.
    pub(in crate::publish) fn page(&self) -> Url {
        match self {
            Self::Github(site) => site.page(),
            Self::Gitlab(site) => site.page(),
        }
    }

    /// Whether a release is drafted there before it is published.
    pub(in crate::publish) fn has_drafts(&self) -> bool {
        matches!(self, Self::Github(_))
    }

    /// Where the token for it was found.
    pub(in crate::publish) fn token_source(&self) -> Option<String> {
        match self {
            Self::Github(site) => site.token().map(|token| token.source),
            Self::Gitlab(site) => site.token().map(|token| token.source),
        }
    }

    /// Nobody writes there without a token.
    pub(in crate::publish) fn need_token(&self) -> Result<(), ForgeError> {
        if self.token_source().is_some() {
            return Ok(());
        }
        Err(match self {
            Self::Github(site) => github::GithubError::NoToken(site.to_string()).into(),
            Self::Gitlab(site) => gitlab::GitlabError::NoToken {
                project: site.to_string(),
                help: site.no_token(),
            }
            .into(),
        })
    }

    /// Its releases, as whoever has the token sees them.
    pub(in crate::publish) fn open<'w>(
        &self,
        watch: &'w Watch<'w>,
    ) -> anyhow::Result<Box<dyn Forge + 'w>> {
        let client = Client::new()?;
        Ok(match self {
            Self::Github(site) => {
                let (site, token) = (site.clone(), site.token());
                Box::new(github::Hub::of(site, client, token, watch))
            }
            Self::Gitlab(site) => {
                let (site, token) = (site.clone(), site.token());
                Box::new(gitlab::Lab::of(site, client, token, watch))
            }
        })
    }
}

impl Kind {
    /// The name of its releases as a target.
    pub(in crate::publish) fn target(self) -> &'static str {
        match self {
            Self::Github => "github-release",
            Self::Gitlab => "gitlab-release",
        }
    }

    /// The one of a target's name.
    pub(in crate::publish) fn of_target(name: &str) -> Option<Self> {
        let all = [Self::Github, Self::Gitlab].into_iter();
        all.into_iter().find(|kind| kind.target() == name)
    }
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Github(site) => site.fmt(f),
            Self::Gitlab(site) => site.fmt(f),
        }
    }
}
