//! What there is of a release: its tag here and on the remote and what runs for it, its files in the folder and in each
//! index.
//!
//! Reads only, and judges nothing.
use super::destination::Destination;
use super::forge_release::Home;
use super::release::Release;
use super::runs::Seen;
use super::steps;
use super::world::World;
use crate::git::Oid;
use std::rc::Rc;

/// Files: their names and sha256, where it is told.
pub(super) type Files = Vec<(String, Option<String>)>;

/// What there is of a release.
#[derive(Debug)]
pub(super) struct Found {
    /// Which one.
    pub(super) release: Rc<Release>,
    /// Its tag here; `None` when it is not made.
    pub(super) here: Option<Tagged>,
    /// The remote, and its tag there.
    pub(super) remote: Option<(String, Option<Tagged>)>,
    /// The files that are built: name and sha256.
    pub(super) built: Vec<(String, String)>,
    /// The files of its version in each index, and who would upload there.
    pub(super) places: Vec<Place>,
    /// The workflow runs of its tag.
    pub(super) seen: Seen,
    /// What the forges have of it that is not published, in words, and where.
    pub(super) unpublished: Vec<(Home, String)>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged {
    /// What its ref points at.
    pub(super) object: Oid,
    /// The commit it stands for.
    pub(super) commit: Oid,
}

/// An index, as far as the release is concerned.
#[derive(Debug)]
pub(super) struct Place {
    /// Which one.
    pub(super) to: Destination,
    /// The files of the release's version: name and sha256, where the index tells it.
    pub(super) files: Files,
    /// Whether there is a release that everybody sees, with files or without.
    pub(super) is_released: bool,
    /// Who would upload, and where the password was found.
    pub(super) who: Option<String>,
}

impl Found {
    /// Asks the world.
    pub(super) fn of(release: &Rc<Release>, world: &World<'_>) -> anyhow::Result<Self> {
        let name = format!("refs/tags/{}", release.tag);
        let here = match world.repository.reference(&name)? {
            Some(object) => Some(Tagged {
                commit: world.repository.commit(&name)?,
                object,
            }),
            None => None,
        };
        let remote = match world.remote()? {
            Some(remote) => Some((remote, world.tag_on_remote(&release.tag)?)),
            None => None,
        };
        let seen = match &remote {
            Some((_, Some(tag))) => Seen::of(&release.tag, tag.commit.as_str(), world),
            _ => Seen::default(),
        };
        let frozen = world.frozen(release)?;
        let built = frozen.into_iter().flat_map(|frozen| frozen.files);
        let (mut places, mut unpublished) = (Vec::new(), Vec::new());
        for to in &world.destinations {
            let who = match to {
                Destination::Index(target) => world.site(target)?.who(),
                Destination::Forge(home) => home
                    .token_source()
                    .map(|source| format!("with the token from {source}")),
                Destination::Local | Destination::Registry(_) | Destination::Pages(_) => None,
            };
            let (files, is_released) = match to {
                Destination::Forge(home) => {
                    let there = steps::on_forge(release, home, world)?;
                    let what = there.unpublished;
                    unpublished.extend(what.map(|what| ((**home).clone(), what)));
                    (there.files, there.is_published)
                }
                Destination::Pages(site) if remote.is_some() => {
                    let kept = steps::kept(site, world);
                    (kept.shown(&release.normal_name(), &release.to)?, false)
                }
                _ => (steps::files_in(release, to, world)?, false),
            };
            places.push(Place {
                files,
                is_released,
                to: to.clone(),
                who,
            });
        }
        Ok(Self {
            release: release.clone(),
            here,
            remote,
            built: built.map(|file| (file.name, file.sha256)).collect(),
            places,
            seen,
            unpublished,
        })
    }

    /// The indexes elsewhere that have files of it, and the forges that released it: what is there cannot be taken back. A
    /// page that shows files has none.
    pub(super) fn published(&self) -> impl Iterator<Item = &Place> {
        let has_files =
            |to: &Destination| !matches!(to, Destination::Local | Destination::Pages(_));
        let is_public = move |place: &&Place| {
            has_files(&place.to) && (place.is_released || !place.files.is_empty())
        };
        self.places.iter().filter(is_public)
    }

    /// Its tag on the remote.
    pub(super) fn pushed(&self) -> Option<(&str, &Tagged)> {
        let (remote, tag) = self.remote.as_ref()?;
        Some((remote, tag.as_ref()?))
    }

    /// What the indexes elsewhere have, for people.
    pub(super) fn where_published(&self) -> String {
        let places: Vec<String> = self
            .published()
            .map(|place| format!("`{}` ({} files)", place.to.name(), place.files.len()))
            .collect();
        places.join(", ")
    }
}
