//! The release tags of the package that is released: how they are written, which one a commit has, which was the latest.
//!
//! Not how they are found: that is `bump`'s.
use super::propose;
use super::world::World;
use crate::bump::{self, History, Releases};
use crate::git::{Oid, Snapshot, Tag};
use crate::project::{Package, TagFormat};
use crate::version::Version;
use anyhow::{Context as _, bail};

/// How the release tags of a package are written, and the one on a commit.
pub(super) struct Tags {
    pub(super) format: TagFormat,
    pub(super) here: Option<String>,
}

/// The latest release of a package that a commit contains.
pub(super) fn latest(
    world: &World<'_>,
    package: &Package,
    base: &Oid,
    snapshot: &Snapshot,
) -> anyhow::Result<Option<Version>> {
    let all = world.repository.tags()?;
    let releases = releases(world, package, base, snapshot, &all)?;
    Ok(releases.latest(None)?.map(|(_, version)| version.clone()))
}

fn releases<'r>(
    world: &'r World<'_>,
    package: &Package,
    base: &'r Oid,
    snapshot: &Snapshot,
    all: &'r [Tag],
) -> anyhow::Result<Releases<'r>> {
    let history = History {
        repository: Some(&world.repository),
        base: Some(base),
        except: None,
    };
    let configured = world.config.tag_format.as_deref();
    let tag_name = bump::tag_name(package, snapshot);
    let found = Releases::of(package, all, history, configured, tag_name.as_deref())?;
    Ok(found)
}

impl Tags {
    pub(super) fn of(
        world: &World<'_>,
        package: &Package,
        base: &Oid,
        snapshot: &Snapshot,
    ) -> anyhow::Result<Self> {
        let all = world.repository.tags()?;
        let releases = releases(world, package, base, snapshot, &all)?;
        Ok(Self {
            here: releases.at(base).map(|tag| tag.name.clone()),
            format: releases.format,
        })
    }

    /// Whether a tag may be one of a package's: where tags hold a name, it is its own.
    pub(super) fn may_be_of(&self, package: &Package, tag: &str) -> bool {
        let read = self.format.read(tag).and_then(|read| read.name);
        read.is_none_or(|name| package.is_called(&name))
    }

    /// The version that a tag names, as written and as meant.
    pub(super) fn version_of(&self, tag: &str) -> anyhow::Result<(String, Version)> {
        let read = self.format.version_of(tag);
        read.and_then(|(written, version)| Some((written, version.ok()?)))
            .with_context(|| format!("the tag `{tag}` is not written as `{}`", self.format))
    }

    /// The tag of the declared version, when it exists.
    pub(super) fn declared(&self, world: &World<'_>, package: &Package) -> anyhow::Result<String> {
        let Some(version) = package.version() else {
            bail!(
                "there is no tag on this commit; `publish release patch` makes a release, `publish TAG` publishes one"
            );
        };
        let tag = self.format.tag(package.name.as_deref(), version);
        if world
            .repository
            .reference(&format!("refs/tags/{tag}"))?
            .is_none()
        {
            if let (Some(remote), true) = (world.remote()?, world.is_tagged(&tag).unwrap_or(false))
            {
                bail!(
                    "the tag `{tag}` is on `{remote}` and not here; `git fetch {remote} tag {tag}` brings it"
                );
            }
            if let Some(branch) = propose::branch_with(&version.to_string(), world) {
                bail!(
                    "{version} is proposed on `{branch}`, and has no tag `{tag}`; when that is merged, `publish` on the branch it went into tags and releases it"
                );
            }
            bail!(
                "the declared version {version} has no tag `{tag}`; `publish release patch` makes the next release, `git tag {tag}` one of this commit"
            );
        }
        Ok(tag)
    }
}
