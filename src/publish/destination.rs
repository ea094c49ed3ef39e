//! Where the distributions of a release go: the local index, an index elsewhere, a forge.
//!
//! Not the way there: that is the steps'.
use super::forge_release::{Home, Kind};
use super::material::remote_of;
use crate::config::Config;
use crate::forge::Visibility;
use crate::git::Repository;
use crate::github::{Site, visibility};
use crate::index::{Pypirc, Readers, Target, TargetError, explanation};
use crate::oci::Registry;

/// The name of the local index.
pub(super) const LOCAL: &str = "local";

/// The name of the index of the releases on GitHub, for GitHub Pages.
const PAGES: &str = "pages-index";

/// The name of GitHub's registry for containers.
const GHCR: &str = "ghcr";

/// Where the distributions of a release go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The directory index in `.release-guard/simple`.
    Local,
    /// An index elsewhere.
    Index(Box<Target>),
    /// A registry for containers.
    Registry(Box<Registry>),
    /// A release on a forge.
    Forge(Box<Home>),
    /// The index of the releases on GitHub, on a branch for GitHub Pages.
    Pages(Box<Site>),
}

impl Destination {
    /// Finds one by a name that `--to` and `targets` have: `local`, `github-release`, `gitlab-release`, `pages-index`, `ghcr`, or
    /// what `Target::find` knows.
    pub(super) fn find(
        name: &str,
        config: &Config,
        pypirc: &Pypirc,
        repository: &Repository,
    ) -> anyhow::Result<Self> {
        if let Some(kind) = Kind::of_target(name) {
            let home = Home::find(kind, remote_of(repository).as_deref())?;
            return Ok(Self::Forge(Box::new(home)));
        }
        match name {
            LOCAL => return Ok(Self::Local),
            PAGES => {
                let site = Site::find(remote_of(repository).as_deref())?;
                return Ok(Self::Pages(Box::new(site)));
            }
            GHCR => {
                let site = Site::find(remote_of(repository).as_deref())?;
                let registry = Registry::parse(&format!("ghcr.io/{}", site.owner))?;
                return Ok(Self::Registry(Box::new(registry)));
            }
            _ => {}
        }
        let target = Target::find(name, config, pypirc).map_err(|error| match error {
            TargetError::Unknown { name, known } => TargetError::Unknown {
                known: format!(
                    "`{LOCAL}`, `{}`, `{}`, `{PAGES}`, `{GHCR}`, {known}",
                    Kind::Github.target(),
                    Kind::Gitlab.target()
                ),
                name,
            },
            error => error,
        });
        match target {
            Ok(target) => Ok(Self::Index(Box::new(target))),
            Err(error) => Err(explained(error, Some(repository))),
        }
    }

    /// Its name, or its address where it has none.
    pub fn name(&self) -> String {
        match self {
            Self::Local => LOCAL.into(),
            Self::Forge(home) => home.target().into(),
            Self::Pages(_) => PAGES.into(),
            Self::Registry(registry) => registry.to_string(),
            Self::Index(target) => match &target.name {
                Some(name) => name.clone(),
                None => target.upload.to_string(),
            },
        }
    }
}

/// Why no index is meant; where GitHub Packages is, with what works for whoever may see this repository.
pub(super) fn explained(error: TargetError, repository: Option<&Repository>) -> anyhow::Error {
    let TargetError::GithubPackages { target } = &error else {
        return error.into();
    };
    let Ok(site) = Site::find(repository.and_then(remote_of).as_deref()) else {
        return error.into();
    };
    let readers = match visibility(site.clone()) {
        Some(Visibility::Public) => Readers::All,
        Some(Visibility::Private) => Readers::Some,
        None => Readers::Unknown,
    };
    anyhow::anyhow!(explanation(target, Some(&site.to_string()), readers))
}
