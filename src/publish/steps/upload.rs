//! The distributions in the index: wheels before the sdist, so that nobody is made to build in between.
use crate::dist::{self, FileName};
use crate::index::{Directory, FileFacts};
use crate::publish::release::Release;
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::Context as _;
use std::path::Path;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let index = world.index()?;
    let Some(frozen) = world.frozen(release)? else {
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

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let frozen = world.frozen(release)?.context("nothing is built yet")?;
    let index = world.index()?;
    for path in frozen.paths(&world.dist()) {
        add(&index, &path)?;
    }
    Ok(())
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
pub(super) fn files_of(index: &Directory, release: &Release) -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = index
        .files(&release.normal_name())?
        .into_iter()
        .map(|file| file.name)
        .filter(|name| FileName::parse(name).is_ok_and(|parsed| *parsed.version() == release.to))
        .collect();
    names.sort_by_key(|name| !name.ends_with(".whl"));
    Ok(names)
}
