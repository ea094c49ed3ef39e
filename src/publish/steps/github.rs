//! A release on GitHub: the draft, its assets, and publishing it when all else is done.
use super::StepName;
use crate::git::Oid;
use crate::github::{GithubError, Published, Site};
use crate::publish::destination::Destination;
use crate::publish::found::Files;
use crate::publish::frozen::{self, Frozen};
use crate::publish::github_release::{self, Steps};
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
    let Some((site, frozen)) = ready(release, to, world)? else {
        let what = match name {
            StepName::Draft => "a draft",
            StepName::Assets => "what `build` makes, `SHA256SUMS` and `release.json`",
            _ => "the draft becomes a release",
        };
        return Ok(State::Todo(Change::line(what)));
    };
    github_release::with(release, site, &frozen, world, |_, steps| {
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
    let (site, frozen) = ready.context("nothing is built and pushed yet")?;
    let terminal = world.terminal;
    github_release::with(
        release,
        site,
        &frozen,
        world,
        |_, steps: &Steps<'_, '_>| match name {
            StepName::Draft => steps.draft(),
            StepName::Assets => {
                steps.assets(&|asset| terminal.say(&format!("attached: {}", asset.name)))
            }
            _ => steps.publish(),
        },
    )
}

/// The repository and the files, when they are built and the tag is pushed.
fn ready<'t>(
    release: &Rc<Release>,
    to: &'t Destination,
    world: &World<'_>,
) -> anyhow::Result<Option<(&'t Site, Frozen)>> {
    let Destination::Github(site) = to else {
        return Ok(None);
    };
    let Some(frozen) = world.frozen(release)? else {
        return Ok(None);
    };
    let is_pushed = world.tag_on_remote(&release.tag)?.is_some();
    Ok(is_pushed.then_some((&**site, frozen)))
}

/// GitHub is written to by nobody without a token.
pub(super) fn need_token(site: &Site) -> anyhow::Result<()> {
    match site.token() {
        Some(_) => Ok(()),
        None => Err(GithubError::NoToken(site.to_string()).into()),
    }
}

/// The files of a release that is published on GitHub, and whether there is a draft.
pub(in crate::publish) fn on_github(
    release: &Rc<Release>,
    site: &Site,
    world: &World<'_>,
) -> anyhow::Result<(Files, bool)> {
    // What was built may be gone; what is public is so all the same.
    let found = github_release::found(&release.tag, site, world)?;
    let has_draft = found.as_ref().is_some_and(|found| found.draft);
    let published = found.filter(|found| !found.draft);
    Ok((
        published.map(|found| listed(&found)).unwrap_or_default(),
        has_draft,
    ))
}

/// Where a release is published with all that was built of it, and what there is.
fn whole(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Whole>> {
    // Nothing is asked of GitHub before the tag is there.
    if world.tag_on_remote(&release.tag)?.is_none() {
        return Ok(None);
    }
    for to in &world.destinations {
        let Destination::Github(site) = to else {
            continue;
        };
        let found = github_release::found(&release.tag, site, world)?;
        let files = found
            .filter(|found| !found.draft)
            .map(|found| found.files());
        let files = files.unwrap_or_default();
        let has = |end: &str| files.iter().any(|file| file.name.ends_with(end));
        if has(".whl") && has(".tar.gz") && has(frozen::NAME) {
            return Ok(Some(((**site).clone(), files)));
        }
    }
    Ok(None)
}

type Whole = (Site, Vec<Published>);

/// Whether all that was built of a release is published on GitHub.
pub(super) fn is_whole(release: &Release, world: &World<'_>) -> anyhow::Result<bool> {
    Ok(whole(release, world)?.is_some())
}

/// What was built of a release that is published on GitHub, fetched into a folder; `None` when that is not all, or of
/// another commit.
pub(super) fn published(
    release: &Release,
    commit: &Oid,
    world: &World<'_>,
    folder: &Path,
) -> anyhow::Result<Option<Made>> {
    let Some((site, files)) = whole(release, world)? else {
        return Ok(None);
    };
    std::fs::create_dir_all(folder)?;
    let fetch = |is: &dyn Fn(&Published) -> bool| {
        let wanted: Vec<Published> = files.iter().filter(|file| is(file)).cloned().collect();
        github_release::fetch(&wanted, &site, folder, world)
    };
    fetch(&|file| file.name == frozen::NAME)?;
    let Some(frozen) = Frozen::read(folder).filter(|own| own.is_of(release, Some(commit))) else {
        return Ok(None);
    };
    fetch(&|file| frozen.files.iter().any(|own| own.name == file.name))?;
    Ok(frozen.broken(folder).is_none().then(|| Made {
        files: frozen.paths(folder),
        pythons: frozen.pythons.clone(),
    }))
}

fn listed(release: &crate::github::Release) -> Files {
    let files = release.files().into_iter();
    files
        .map(|file| (file.name, file.sha256.map(|sha256| sha256.to_string())))
        .collect()
}

/// Takes the draft of a release away.
pub(in crate::publish) fn discard(
    release: &Rc<Release>,
    site: &Site,
    world: &World<'_>,
) -> anyhow::Result<()> {
    github_release::discard(&release.tag, site, world)
}
