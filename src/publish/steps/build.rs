//! sdist and wheel, built from a throw-away clone of the release commit in which the tag is already made.
use crate::dist;
use crate::git::Oid;
use crate::publish::clone::throw_away;
use crate::publish::frozen::{File, Frozen};
use crate::publish::release::Release;
use crate::publish::state::{Change, State};
use crate::publish::world::World;
use crate::python;
use anyhow::Context as _;
use std::path::{Path, PathBuf};

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    if let Some(frozen) = world.frozen(release)? {
        let names: Vec<String> = frozen
            .files
            .iter()
            .map(|file| format!("`{}`", file.name))
            .collect();
        return Ok(State::Done(names.join(", ")));
    }
    Ok(State::Todo(Change::line(format!(
        "sdist and wheel of {} {}, into `{}`",
        release.name,
        release.to,
        shown(world)
    ))))
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let commit = world
        .release_commit(release)?
        .context("the release commit is not made yet")?;
    // What an index holds is never built a second time: other bytes under the same name are what breaks a release.
    let index = world.index()?;
    let published = super::upload::files_of(&index, release)?;
    if !published.is_empty() {
        let path = |name: &String| index.path_of(&release.normal_name(), name);
        let files = published.iter().map(path).collect::<Result<Vec<_>, _>>()?;
        return freeze(
            world,
            Some(&release.tag),
            &commit,
            &release.name,
            &release.to.to_string(),
            &files,
        );
    }
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let files = in_clone(
        world,
        &commit,
        Some(release),
        &release.folder.to_path(Path::new("")),
        scratch.path(),
    )?;
    freeze(
        world,
        Some(&release.tag),
        &commit,
        &release.name,
        &release.to.to_string(),
        &files,
    )
}

/// Builds a commit in a clone below `scratch`; the tag is made there first, so that whoever reads the version from tags
/// sees it. Returns the distributions, which lie below `scratch` too.
pub(in crate::publish) fn in_clone(
    world: &World<'_>,
    commit: &Oid,
    release: Option<&Release>,
    folder: &Path,
    scratch: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    let clone = scratch.join("clone");
    let copied = throw_away(&world.repository, &clone, commit)?;
    if let Some(release) = release {
        let name = format!("refs/tags/{}", release.tag);
        if copied.reference(&name)?.is_none() {
            copied.create_tag(
                &release.tag,
                commit,
                Some(&format!("Release {}", release.to)),
            )?;
        }
    }
    let out = scratch.join("dist");
    std::fs::create_dir(&out)?;
    let built = python::build(
        &python::Build {
            project: &clone.join(folder),
            out: &out,
            interpreter: &world.interpreters()?[0],
            epoch: Some(world.time_of(commit)?),
            extra_env: &[],
        },
        world.terminal,
    )?;
    Ok(built.files)
}

/// Copies distributions into the folder where they stay, and names them in `release.json` when all are there.
pub(in crate::publish) fn freeze(
    world: &World<'_>,
    tag: Option<&str>,
    commit: &Oid,
    name: &str,
    version: &str,
    files: &[PathBuf],
) -> anyhow::Result<()> {
    let folder = world.dist();
    let cannot = || format!("cannot write into `{}`", folder.display());
    if !folder.exists() {
        std::fs::create_dir_all(&folder).with_context(cannot)?;
        // What is built is not the project's source; git need not ask about it.
        std::fs::write(folder.join(".gitignore"), "*\n").with_context(cannot)?;
    }
    let mut frozen = Vec::new();
    for file in files {
        let file_name = file
            .file_name()
            .and_then(|name| name.to_str())
            .context("a distribution's name is not text")?;
        let (size, sha256) = dist::digest(file)?;
        let part = folder.join(format!(".{file_name}.part"));
        let to = folder.join(file_name);
        std::fs::copy(file, &part)
            .and_then(|_| std::fs::File::open(&part)?.sync_all())
            .and_then(|()| std::fs::rename(&part, &to))
            .inspect_err(|_| drop(std::fs::remove_file(&part)))
            .with_context(cannot)?;
        frozen.push(File {
            name: file_name.to_owned(),
            size,
            sha256,
        });
    }
    Frozen::new(tag, commit, name, version.to_owned(), frozen)
        .write(&folder)
        .with_context(cannot)
}

fn shown(world: &World<'_>) -> String {
    let dist = world.dist();
    dist.strip_prefix(world.repository.root())
        .unwrap_or(&dist)
        .display()
        .to_string()
}
