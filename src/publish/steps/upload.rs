//! The distributions in an index: wheels before the sdist, so that nobody is made to build in between.
use crate::dist::{self, FileName};
use crate::index::{Directory, Distribution, FileFacts, Listed, Presence, Target};
use crate::oci::{Artifact, Presence as Held, Registry};
use crate::policy::Stage;
use crate::publish::destination::Destination;
use crate::publish::found::Files;
use crate::publish::frozen::Frozen;
use crate::publish::oci;
use crate::publish::release::Release;
use crate::publish::state::{Change, Reason, State};
use crate::publish::succession;
use crate::publish::upload::{self, Sending, Site};
use crate::publish::world::World;
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

pub(super) fn check(
    release: &Release,
    to: &Destination,
    world: &World<'_>,
) -> anyhow::Result<State> {
    match (to, world.frozen(release)?) {
        (Destination::Local, frozen) => in_directory(release, frozen, world),
        (Destination::Index(target), Some(frozen)) => elsewhere(&frozen, target, world),
        (Destination::Registry(registry), Some(frozen)) => in_registry(&frozen, registry, world),
        (Destination::Registry(_) | Destination::Forge(_) | Destination::Pages(_), _) => {
            Ok(State::Todo(Change::line(format!(
                "what `build` makes, to `{}`",
                to.name()
            ))))
        }
        (Destination::Index(target), None) => {
            let title = target.title();
            if let Some(reason) = new_name(release, target, world)? {
                return Ok(State::Conflict(reason));
            }
            Ok(State::Todo(Change::line(format!(
                "what `build` makes, to {title}"
            ))))
        }
    }
}

pub(super) fn run(release: &Release, to: &Destination, world: &World<'_>) -> anyhow::Result<()> {
    let frozen = world.frozen(release)?.context("nothing is built yet")?;
    match to {
        Destination::Local => {
            let index = world.index()?;
            for path in frozen.paths(&world.dist()) {
                add(&index, &path)?;
            }
            Ok(())
        }
        Destination::Index(target) => send(&frozen, target, world),
        Destination::Registry(registry) => {
            oci::with(registry, &frozen, world, |packages, files| {
                packages.run(files)
            })
        }
        Destination::Forge(_) | Destination::Pages(_) => Ok(()),
    }
}

/// How the files stand in a registry for containers.
fn in_registry(frozen: &Frozen, registry: &Registry, world: &World<'_>) -> anyhow::Result<State> {
    let looked = oci::with(registry, frozen, world, |packages, files| {
        let states = packages.check(files)?;
        let name = |file: &Artifact| file.file_name.clone();
        Ok(files.iter().map(name).zip(states).collect::<Vec<_>>())
    })?;
    let other = looked.iter().find_map(|(name, state)| match state {
        Held::Other(sha256) => Some((name, sha256)),
        _ => None,
    });
    if let Some((name, sha256)) = other {
        return Ok(State::Conflict(Reason::new(
            format!("`{registry}` has another `{name}`: sha256 {sha256}"),
            "release another version; a file that was published is never replaced",
        )));
    }
    let missing = looked.iter().filter(|(_, state)| *state == Held::Absent);
    let missing: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
    Ok(match missing.is_empty() {
        true => State::Done(format!("{} files in `{registry}`", looked.len())),
        false => State::Todo(Change::line(format!(
            "{} to `{registry}`",
            missing.join(", ")
        ))),
    })
}

/// How the files stand in the local index.
fn in_directory(
    release: &Release,
    frozen: Option<Frozen>,
    world: &World<'_>,
) -> anyhow::Result<State> {
    let index = world.index()?;
    let Some(frozen) = frozen else {
        return Ok(State::Todo(Change::line(format!(
            "what `build` makes, to {index}"
        ))));
    };
    let mut missing = Vec::new();
    for file in &frozen.files {
        match index.find(&release.normal_name(), &file.name)? {
            None => missing.push(format!("`{}`", file.name)),
            Some(sha256) if sha256.to_string() == file.sha256 => {}
            Some(sha256) => {
                return Ok(State::Conflict(Reason::new(
                    format!(
                        "{index} holds another `{}`: sha256 {sha256}, not {}",
                        file.name, file.sha256
                    ),
                    "release another version; a file that was published is never replaced",
                )));
            }
        }
    }
    Ok(if missing.is_empty() {
        State::Done(format!("{} files in {index}", frozen.files.len()))
    } else {
        State::Todo(Change::line(format!("{} to {index}", missing.join(", "))))
    })
}

/// How the files stand in an index elsewhere.
fn elsewhere(frozen: &Frozen, target: &Target, world: &World<'_>) -> anyhow::Result<State> {
    let site = world.site(target)?;
    let files = world.distributions(frozen)?;
    let title = target.title();
    if let Some(reason) = upload::kept_private(&files, target, &world.config) {
        return Ok(State::Conflict(reason));
    }
    if let Some(reason) = upload::attestation_fault(&files, &site)? {
        return Ok(State::Conflict(reason));
    }
    let here = site.look(&files)?;
    let looked: Vec<_> = files.iter().cloned().zip(here).collect();
    let taken = || upload::name_to_take(&looked, target, &world.options.first_releases);
    if let Some(reason) = upload::conflict(&looked).or_else(taken) {
        return Ok(State::Conflict(reason));
    }
    let absent = looked.iter().filter(|(_, here)| *here != Presence::Same);
    let absent: Vec<_> = absent.map(|(file, _)| file).collect();
    if absent.is_empty() {
        return Ok(State::Done(format!("{} files in {title}", files.len())));
    }
    let missing: Vec<_> = absent.iter().filter(|file| !site.has_taken(file)).collect();
    if missing.is_empty() {
        return Ok(State::Done(format!(
            "{title} took {} files, and does not show all of them yet",
            files.len()
        )));
    }
    let policy = world.policy(Stage::Tag)?;
    if let Some(reason) = succession::shortfall(&site, &looked, &policy)? {
        return Ok(State::Conflict(reason));
    }
    if let Some(reason) = too_late(&site, &files, absent.len())? {
        return Ok(State::Conflict(reason));
    }
    let names: Vec<String> = missing
        .iter()
        .map(|file| format!("`{}`", file.file_name))
        .collect();
    Ok(State::Todo(Change::line(format!(
        "{} to {title}",
        names.join(", ")
    ))))
}

/// PyPI takes no file for a release that is older than two weeks.
fn too_late(site: &Site, files: &[Distribution], missing: usize) -> anyhow::Result<Option<Reason>> {
    let Some(file) = files.first().filter(|_| site.target.is_pypi()) else {
        return Ok(None);
    };
    let listed = site.listed(&file.project)?.unwrap_or_default();
    let own = listed.iter().filter(|listed| is_of(listed, &file.version));
    Ok(upload::too_late(own, missing, jiff::Timestamp::now()))
}

/// The name is not taken on PyPI by a release that is only planned.
fn new_name(
    release: &Release,
    target: &Target,
    world: &World<'_>,
) -> anyhow::Result<Option<Reason>> {
    if !target.is_pypi() {
        return Ok(None);
    }
    let project = release.project()?;
    Ok(match world.site(target)?.listed(&project)? {
        Some(_) => None,
        None => upload::is_new(&project, target, &world.options.first_releases),
    })
}

fn send(frozen: &Frozen, target: &Target, world: &World<'_>) -> anyhow::Result<()> {
    let site = world.site(target)?;
    let files = world.distributions(frozen)?;
    let here = site.look(&files)?;
    let missing = files.iter().zip(here);
    let missing = missing.filter(|(file, here)| *here != Presence::Same && !site.has_taken(file));
    let missing: Vec<_> = missing.map(|(file, _)| file).collect();
    if site.send(&missing, world.terminal)? == Sending::Interrupted {
        bail!("interrupted");
    }
    if !site.wait(&files, world.terminal)?
        && let Some(note) = site.unseen(&files)
    {
        world.terminal.note(&note);
    }
    Ok(())
}

/// The files of a release's version that an index has already, as they are there, below a folder.
pub(super) fn published(
    release: &Release,
    world: &World<'_>,
    folder: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let is_new = |found: &[PathBuf], name: &str| !found.iter().any(|path| path.ends_with(name));
    let project = release.project()?;
    for destination in &world.destinations {
        match destination {
            Destination::Local => {
                let index = world.index()?;
                for name in files_of(&index, release)? {
                    if is_new(&found, &name) {
                        found.push(index.path_of(&release.normal_name(), &name)?);
                    }
                }
            }
            Destination::Index(target) => {
                let site = world.site(target)?;
                for file in site.listed(&project)?.unwrap_or_default() {
                    if is_of(&file, &release.to) && is_new(&found, &file.name) {
                        std::fs::create_dir_all(folder)?;
                        found.push(site.fetch(&file, folder)?);
                    }
                }
            }
            Destination::Registry(_) | Destination::Forge(_) | Destination::Pages(_) => {}
        }
    }
    Ok(found)
}

/// The files that an index has of a release's version: names and sha256, where it tells it.
pub(in crate::publish) fn files_in(
    release: &Release,
    destination: &Destination,
    world: &World<'_>,
) -> anyhow::Result<Files> {
    let mut found = Vec::new();
    match destination {
        Destination::Local => {
            let index = world.index()?;
            for name in files_of(&index, release)? {
                let sha256 = index.find(&release.normal_name(), &name)?;
                found.push((name, sha256.map(|sha256| sha256.to_string())));
            }
        }
        Destination::Index(target) => {
            let listed = world.site(target)?.listed(&release.project()?)?;
            for file in listed.unwrap_or_default() {
                if is_of(&file, &release.to) {
                    found.push((file.name, file.sha256.map(|sha256| sha256.to_string())));
                }
            }
        }
        Destination::Registry(registry) => {
            // Only what was built is known to be looked for.
            let Some(frozen) = world.frozen(release)? else {
                return Ok(found);
            };
            found = oci::with(registry, &frozen, world, |packages, files| {
                let held = files.iter().zip(packages.check(files)?);
                let there = held.filter_map(|(file, state)| match state {
                    Held::Absent => None,
                    Held::Same => Some((file.file_name.clone(), Some(file.sha256.to_string()))),
                    Held::Other(other) => Some((file.file_name.clone(), Some(other.to_string()))),
                });
                Ok(there.collect())
            })?;
        }
        Destination::Forge(_) | Destination::Pages(_) => {}
    }
    Ok(found)
}

/// The names of the files of a release's version that any index has.
pub(super) fn names_of(release: &Release, world: &World<'_>) -> anyhow::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for destination in &world.destinations {
        let files = files_in(release, destination, world)?;
        names.extend(files.into_iter().map(|(name, _)| PathBuf::from(name)));
    }
    Ok(names)
}

/// The first file that an index has of a version, and that was not built here.
pub(super) fn first_of(
    release: &Release,
    destination: &Destination,
    world: &World<'_>,
) -> anyhow::Result<Option<String>> {
    let frozen = world.frozen(release)?;
    let is_ours = |name: &String| {
        let mut files = frozen.iter().flat_map(|frozen| &frozen.files);
        *destination == Destination::Local && files.any(|file| file.name == *name)
    };
    let files = files_in(release, destination, world)?;
    let mut names = files.into_iter().map(|(name, _)| name);
    Ok(names.find(|name| !is_ours(name)))
}

fn is_of(file: &Listed, version: &crate::version::Version) -> bool {
    FileName::parse(&file.name).is_ok_and(|name| name.version() == version)
}
/// Adds a distribution to a directory index.
pub(in crate::publish) fn add(
    index: &Directory,
    path: &Path,
) -> anyhow::Result<crate::index::Added> {
    let file_name = path
        .file_name()
        .and_then(|name| name.to_str())
        .context("a distribution's name is not text")?;
    let name: FileName = FileName::parse(file_name)?;
    let metadata = dist::core_metadata(path)?;
    let (size, sha256) = dist::digest(path)?;
    let requires_python = dist::Headers::parse(&metadata)
        .value("Requires-Python")
        .map(str::to_owned);
    let facts = FileFacts {
        project: name.name().to_string(),
        metadata: Some(metadata),
        requires_python,
        sha256,
        size,
    };
    Ok(index.add(path, &facts)?)
}

/// The names of the files of a release's version that an index holds, wheels first.
pub(in crate::publish) fn files_of(
    index: &Directory,
    release: &Release,
) -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = index
        .files(&release.normal_name())?
        .into_iter()
        .map(|file| file.name)
        .filter(|name| FileName::parse(name).is_ok_and(|parsed| *parsed.version() == release.to))
        .collect();
    names.sort_by_key(|name| !name.ends_with(".whl"));
    Ok(names)
}
