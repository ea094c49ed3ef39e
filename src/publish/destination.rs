//! Where the distributions of a release go: the local index, an index elsewhere, a forge.
//!
//! Not the way there: that is the steps'.
use super::forge_release::{Home, Kind};
use super::material::remote_of;
use crate::config::Config;
use crate::git::Repository;
use crate::github::Site;
use crate::index::{Pypirc, Target, TargetError};
use crate::oci::Registry;

/// The name of the local index.
pub(super) const LOCAL: &str = "local";

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
}

impl Destination {
    /// Finds one by a name that `--to` and `targets` have: `local`, `github-release`, `gitlab-release`, `ghcr`, or what `Target::find` knows.
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
            GHCR => {
                let site = Site::find(remote_of(repository).as_deref())?;
                let registry = Registry::parse(&format!("ghcr.io/{}", site.owner))?;
                return Ok(Self::Registry(Box::new(registry)));
            }
            _ => {}
        }
        match Target::find(name, config, pypirc) {
            Ok(target) => Ok(Self::Index(Box::new(target))),
            Err(TargetError::Unknown { name, known }) => Err(TargetError::Unknown {
                known: format!(
                    "`{LOCAL}`, `{}`, `{}`, `{GHCR}`, {known}",
                    Kind::Github.target(),
                    Kind::Gitlab.target()
                ),
                name,
            }
            .into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Its name, or its address where it has none.
    pub fn name(&self) -> String {
        match self {
            Self::Local => LOCAL.into(),
            Self::Forge(home) => home.target().into(),
            Self::Registry(registry) => registry.to_string(),
            Self::Index(target) => match &target.name {
                Some(name) => name.clone(),
                None => target.upload.to_string(),
            },
        }
    }
}
