//! sdist and wheel, built here or put together from what other jobs built, and frozen.
use crate::config::Building;
use crate::environment;
use crate::git::Oid;
use crate::publish::frozen::{Frozen, Of};
use crate::publish::making::{self, Made};
use crate::publish::merge;
use crate::publish::release::Release;
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::Context as _;
use std::path::{Path, PathBuf};

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let commit = world.release_commit(release)?;
    if world.options.is_sealed {
        return sealed(release, world, commit.as_ref());
    }
    if world.config.publish.build == Building::External {
        return external(release, world, commit);
    }
    if let Some(frozen) = world.frozen(release)? {
        return Ok(done(&frozen));
    }
    let is_there = is_whole(&super::upload::names_of(release, world)?);
    if is_there || super::forge::is_whole(release, world)? {
        return Ok(State::Todo(Change::line(format!(
            "takes the files of {} {} that are published; nothing is built twice",
            release.name, release.to
        ))));
    }
    if let Some(reason) = brake(world) {
        return Ok(State::Conflict(reason));
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
    let version = release.to.to_string();
    let of = Of {
        tag: Some(&release.tag),
        commit: &commit,
        name: &release.name,
        version: &version,
    };
    if world.config.publish.build == Building::External {
        let pieces = merge::collect(world, &[world.dist()], of)?;
        let pieces = pieces.map_err(crate::publish::decide::Refused)?;
        return pieces.freeze(world, of).map(drop);
    }
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    // What an index holds is never built a second time: other bytes under the same name are what breaks a release.
    let folder = scratch.path().join("published");
    if let Some(made) = super::forge::published(release, &commit, world, &folder)? {
        return making::freeze(world, of, &made).map(drop);
    }
    let mut made = Made {
        files: super::upload::published(release, world, &folder)?,
        pythons: Vec::new(),
    };
    if !is_whole(&made.files) {
        let folder = release.folder.to_path(Path::new(""));
        let built = making::make(world, &commit, Some(release), &folder, scratch.path())?;
        let own = made.files;
        let is_new = |path: &PathBuf| !own.iter().any(|own| own.file_name() == path.file_name());
        let new: Vec<_> = built.files.into_iter().filter(is_new).collect();
        made.files = own.into_iter().chain(new).collect();
        made.pythons = built.pythons;
    }
    made.files.sort_by_key(|path| !making::is_wheel(path));
    making::freeze(world, of, &made).map(drop)
}

/// Whether files are all of a release: the sdist goes out last.
fn is_whole(files: &[PathBuf]) -> bool {
    let has = |wheel: bool| files.iter().any(|path| making::is_wheel(path) == wheel);
    has(true) && has(false)
}

/// What is sealed is taken as it is or not at all.
fn sealed(release: &Release, world: &World<'_>, commit: Option<&Oid>) -> anyhow::Result<State> {
    let frozen = match Frozen::sealed(&world.dist())? {
        Ok(frozen) => frozen,
        Err(reason) => return Ok(State::Conflict(reason)),
    };
    if frozen.is_of(release, commit) {
        return Ok(done(&frozen));
    }
    let of = |tag: Option<&str>, commit: Option<&str>| {
        let commit = commit.and_then(|commit| commit.get(..7));
        format!(
            "tag {}, commit {}",
            tag.map_or("none".into(), |tag| format!("`{tag}`")),
            commit.unwrap_or("not made yet")
        )
    };
    Ok(State::Conflict(Reason::new(
        format!(
            "what is sealed in `{}` is {} {} ({}), and this is the release of {} {} ({})",
            shown(world),
            frozen.name,
            frozen.version,
            of(frozen.tag.as_deref(), Some(&frozen.commit)),
            release.name,
            release.to,
            of(Some(&release.tag), commit.map(Oid::as_str)),
        ),
        "publish the tag that was built, or build this one with `publish build --clean`",
    )))
}

/// What other jobs build is waited for, and put together when it is there.
fn external(release: &Release, world: &World<'_>, commit: Option<Oid>) -> anyhow::Result<State> {
    let waits = format!(
        "other jobs build the distributions (`build = \"external\"`); put what they made into `{}`, each job's in a folder \
         of its own, and run this again",
        shown(world)
    );
    let Some(commit) = commit else {
        return Ok(State::Waiting(waits));
    };
    let version = release.to.to_string();
    let of = Of {
        tag: Some(&release.tag),
        commit: &commit,
        name: &release.name,
        version: &version,
    };
    let pieces = match merge::collect(world, &[world.dist()], of)? {
        Ok(pieces) => pieces,
        Err(reason) => return Ok(State::Conflict(reason)),
    };
    if pieces.files().is_empty() {
        return Ok(State::Waiting(waits));
    }
    if let Some(reason) = pieces.lacks(world) {
        return Ok(State::Conflict(reason));
    }
    let frozen = world.frozen(release)?;
    Ok(
        match frozen.filter(|frozen| frozen.files == pieces.files()) {
            Some(frozen) => done(&frozen),
            None => State::Todo(Change::line(format!(
                "puts {} together in `{}`",
                pieces.told(),
                shown(world)
            ))),
        },
    )
}

fn done(frozen: &Frozen) -> State {
    let names: Vec<String> = frozen
        .files
        .iter()
        .map(|file| format!("`{}`", file.name))
        .collect();
    State::Done(names.join(", "))
}

/// Why the project's code must not run here: whoever can write to it could publish as the project.
pub(in crate::publish) fn brake(world: &World<'_>) -> Option<Reason> {
    if world.options.builds_here {
        return None;
    }
    let variable = environment::can_mint_oidc()?;
    Some(Reason::new(
        format!(
            "this job can ask for an identity token (`{variable}` is set): a build runs the code of the project and of all that it \
             requires, and any of it could publish in the project's name"
        ),
        "split the job: one without `id-token: write` runs `publish build` and keeps `dist/` as an artifact; the one that \
         publishes downloads it and runs `publish --sealed` or `publish upload --sealed`; or add `--build-here`",
    ))
}

fn shown(world: &World<'_>) -> String {
    let dist = world.dist();
    dist.strip_prefix(world.repository.root())
        .unwrap_or(&dist)
        .display()
        .to_string()
}
