//! Where the distributions of a release go: the local index, an index elsewhere, GitHub.
//!
//! Not the way there: that is the steps'.
use super::material::remote_of;
use crate::config::Config;
use crate::git::Repository;
use crate::github::{Site, Visibility, visibility};
use crate::index::{Pypirc, Readers, Target, TargetError, explanation};
use crate::oci::Registry;

/// The name of the local index.
pub(super) const LOCAL: &str = "local";

/// The name of releases on GitHub.
const GITHUB: &str = "github-release";

/// The name of the index of these releases, for GitHub Pages.
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
    /// A release on GitHub.
    Github(Box<Site>),
    /// The index of the releases on GitHub, on a branch for GitHub Pages.
    Pages(Box<Site>),
}

impl Destination {
    /// Finds one by a name that `--to` and `targets` have: `local`, `github-release`, `pages-index`, `ghcr`, or what `Target::find` knows.
    pub(super) fn find(
        name: &str,
        config: &Config,
        pypirc: &Pypirc,
        repository: &Repository,
    ) -> anyhow::Result<Self> {
        let site = || Site::find(remote_of(repository).as_deref());
        match name {
            LOCAL => return Ok(Self::Local),
            GITHUB => return Ok(Self::Github(Box::new(site()?))),
            PAGES => return Ok(Self::Pages(Box::new(site()?))),
            GHCR => {
                let registry = Registry::parse(&format!("ghcr.io/{}", site()?.owner))?;
                return Ok(Self::Registry(Box::new(registry)));
            }
            _ => {}
        }
        let target = Target::find(name, config, pypirc).map_err(|error| match error {
            TargetError::Unknown { name, known } => TargetError::Unknown {
                known: format!("`{LOCAL}`, `{GITHUB}`, `{PAGES}`, `{GHCR}`, {known}"),
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
            Self::Github(_) => GITHUB.into(),
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
