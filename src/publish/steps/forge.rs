//! A release on a forge: the draft, where there are drafts, its assets, and publishing it when all else is done.
use super::StepName;
use crate::git::Oid;
use crate::publish::destination::Destination;
use crate::publish::forge_release::{self, Home};
use crate::publish::found::Files;
use crate::publish::frozen::{self, Frozen};
use crate::publish::making::Made;
use crate::publish::release::Release;
use crate::publish::state::{Change, State};
use crate::publish::world::World;
use anyhow::Context as _;
use std::path::Path;
use std::rc::Rc;

pub(super) fn check(
    name: StepName,
    release: &Rc<Release>,
    to: &Destination,
    world: &World<'_>,
) -> anyhow::Result<State> {
    let Some((home, frozen)) = ready(release, to, world)? else {
        let what = match (name, to) {
            (StepName::Draft, _) => "a draft",
            (StepName::Assets, _) => "what `build` makes, `SHA256SUMS` and `release.json`",
            (_, Destination::Forge(home)) if !home.has_drafts() => {
                "a release with links to what `build` makes"
            }
            _ => "the draft becomes a release",
        };
        return Ok(State::Todo(Change::line(what)));
    };
    forge_release::with(release, home, &frozen, world, |_, steps| {
        if let Some(reason) = steps.tag_is_wrong()? {
            return Ok(State::Conflict(reason));
        }
        match name {
            StepName::Draft => steps.check_draft(),
            StepName::Assets => steps.check_assets(),
            _ => steps.check_publish(),
        }
    })
}

pub(super) fn run(
    name: StepName,
    release: &Rc<Release>,
    to: &Destination,
    world: &World<'_>,
) -> anyhow::Result<()> {
    let ready = ready(release, to, world)?;
    let (home, frozen) = ready.context("nothing is built and pushed yet")?;
    let terminal = world.terminal;
    forge_release::with(release, home, &frozen, world, |_, steps| match name {
        StepName::Draft => steps.draft(),
        StepName::Assets => {
            steps.assets(&|asset| terminal.say(&format!("attached: {}", asset.name)))
        }
        _ => steps.publish(),
    })
}

/// The project and the files, when they are built and the tag is pushed.
fn ready<'t>(
    release: &Rc<Release>,
    to: &'t Destination,
    world: &World<'_>,
) -> anyhow::Result<Option<(&'t Home, Frozen)>> {
    let Destination::Forge(home) = to else {
        return Ok(None);
    };
    let Some(frozen) = world.frozen(release)? else {
        return Ok(None);
    };
    let is_pushed = world.tag_on_remote(&release.tag)?.is_some();
    Ok(is_pushed.then_some((&**home, frozen)))
}

/// What a forge has of a release.
pub(in crate::publish) struct OnForge {
    /// Whether it is published.
    pub(in crate::publish) is_published: bool,
    /// Its files then.
    pub(in crate::publish) files: Files,
    /// What is there where it is not, in words.
    pub(in crate::publish) unpublished: Option<String>,
}

/// Looks what a forge has of a release.
pub(in crate::publish) fn on_forge(
    release: &Release,
    home: &Home,
    world: &World<'_>,
) -> anyhow::Result<OnForge> {
    // What was built may be gone; what is public is so all the same.
    forge_release::ask(release, home, world, |forge, subject| {
        let files = forge.files(subject)?.into_iter();
        let files = files.map(|(name, sha256)| (name, sha256.map(|sha256| sha256.to_string())));
        Ok(OnForge {
            is_published: forge.found(subject)?.is_some_and(|found| !found.is_draft),
            files: files.collect(),
            unpublished: forge.unpublished(subject)?,
        })
    })
}

/// Takes away what is there of a release that is not published.
pub(in crate::publish) fn discard(
    release: &Release,
    home: &Home,
    world: &World<'_>,
) -> anyhow::Result<()> {
    forge_release::ask(release, home, world, |forge, subject| {
        forge.discard(subject)
    })
}

/// Where a release is published with all that was built of it, and what there is.
fn whole<'w>(release: &Release, world: &'w World<'_>) -> anyhow::Result<Option<(&'w Home, Files)>> {
    // Nothing is asked of a forge before the tag is there.
    if world.tag_on_remote(&release.tag)?.is_none() {
        return Ok(None);
    }
    for to in &world.destinations {
        let Destination::Forge(home) = to else {
            continue;
        };
        let files = on_forge(release, home, world)?.files;
        let has = |end: &str| files.iter().any(|(name, _)| name.ends_with(end));
        if has(".whl") && has(".tar.gz") && has(frozen::NAME) {
            return Ok(Some((home, files)));
        }
    }
    Ok(None)
}

/// Whether all that was built of a release is published on a forge.
pub(super) fn is_whole(release: &Release, world: &World<'_>) -> anyhow::Result<bool> {
    Ok(whole(release, world)?.is_some())
}

/// What was built of a release that is published on a forge, fetched into a folder; `None` when that is not all, or of
/// another commit.
pub(super) fn published(
    release: &Release,
    commit: &Oid,
    world: &World<'_>,
    folder: &Path,
) -> anyhow::Result<Option<Made>> {
    let Some((home, files)) = whole(release, world)? else {
        return Ok(None);
    };
    std::fs::create_dir_all(folder)?;
    let fetch = |is: &dyn Fn(&str) -> bool| {
        let wanted: Files = files.iter().filter(|(name, _)| is(name)).cloned().collect();
        forge_release::fetch(&wanted, release, home, folder, world)
    };
    fetch(&|name| name == frozen::NAME)?;
    let Some(frozen) = Frozen::read(folder).filter(|own| own.is_of(release, Some(commit))) else {
        return Ok(None);
    };
    fetch(&|name| frozen.files.iter().any(|own| own.name == name))?;
    Ok(frozen.broken(folder).is_none().then(|| Made {
        files: frozen.paths(folder),
        pythons: frozen.pythons.clone(),
    }))
}
