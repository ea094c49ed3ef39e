//! Everything that could stand in the way, looked at before the first byte is written.
use crate::config::Building;
use crate::git::is_tag_name;
use crate::publish::destination::Destination;
use crate::publish::making;
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Reason, State};
use crate::publish::world::World;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let hooks = world.changes(release)?.hooks();
    for hook in hooks.all() {
        crate::publish::hooks::check(hook, world.repository.root())?;
    }
    if release.commit.is_proposed() {
        return super::propose::preflight(release, world);
    }
    let looks = [
        unfinished,
        tag,
        super::tag::foresee,
        files,
        folder,
        remote,
        pages,
        index,
        uploads,
    ];
    for look in looks {
        if let Some(reason) = look(release, world)? {
            return Ok(State::Conflict(reason));
        }
    }
    let with = pythons(world)?;
    if !super::tag::is_made(release, world)? {
        world.repository.need_identity()?;
    }
    Ok(State::Done(release.title() + &with))
}

/// The Pythons that will build; where nothing is built, none is needed.
fn pythons(world: &World<'_>) -> anyhow::Result<String> {
    if world.options.is_sealed || world.config.publish.build == Building::External {
        return Ok(String::new());
    }
    let pythons: Vec<String> = making::interpreters(world)?
        .iter()
        .map(|python| python.version.to_string())
        .collect();
    Ok(format!(" with Python {}", pythons.join(", ")))
}

/// No merge waits to be finished: the release would be the half of it that is on the branch already.
fn unfinished(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    if release.commit.is_base() || world.release_commit(release)?.is_some() {
        return Ok(None);
    }
    let is_going_on = |mark: &&str| {
        let mark = format!("{}_HEAD", mark.to_uppercase().replace('-', "_"));
        world.repository.git_dir().join(mark).exists()
    };
    let found = ["merge", "cherry-pick", "revert"]
        .into_iter()
        .find(is_going_on);
    Ok(found.map(|what| {
        Reason::new(
            format!("a {what} is not finished"),
            format!(
                "finish it with `git {what} --continue` or drop it with `git {what} --abort`, then run this again"
            ),
        )
    }))
}

/// The distributions have a place to go to.
fn folder(_: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    let dist = world.dist();
    Ok((dist.exists() && !dist.is_dir()).then(|| {
        Reason::new(
            format!(
                "`{}` is a file, and the distributions go into a folder of that name",
                dist.display()
            ),
            "move it away, then run this again",
        )
    }))
}

/// The tag is free, or is this release's own.
pub(super) fn tag(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    let name = format!("refs/tags/{}", release.tag);
    if !is_tag_name(&release.tag) {
        return Ok(Some(Reason::new(
            format!("git takes no tag of the name `{}`", release.tag),
            "give the tags another form with `tag-format` in `[tool.release-guard]`",
        )));
    }
    let ours = world.release_commit(release)?;
    if world.repository.reference(&name)?.is_some() {
        let there = world.repository.commit(&name)?;
        if ours.as_ref() != Some(&there) {
            return Ok(Some(Reason::new(
                format!(
                    "the tag `{}` exists already, on commit {}",
                    release.tag,
                    there.short()
                ),
                format!(
                    "release another version, or look at it with `git show {}`",
                    release.tag
                ),
            )));
        }
    }
    if !world.pushes() && !release.commit.is_proposed() {
        return Ok(None);
    }
    Ok(world
        .on_remote(&name)?
        .filter(|there| ours.as_ref() != Some(there))
        .map(|there| {
            Reason::new(
                format!(
                    "the tag `{}` exists already on the remote, on commit {}",
                    release.tag,
                    there.short()
                ),
                "release another version; a tag that was pushed is never moved",
            )
        }))
}

/// Uncommitted work does not touch the lines that the release edits.
fn files(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    if release.commit.is_base() || world.release_commit(release)?.is_some() {
        return Ok(None);
    }
    let changes = world.changes(release)?.together();
    let conflicts = world.collisions(release, &changes)?;
    let Some(path) = conflicts.first() else {
        return Ok(None);
    };
    Ok(Some(Reason::new(
        format!("`{path}` has uncommitted changes in the lines that the release edits"),
        "commit or stash them, then run this again",
    )))
}

/// There is a remote to push to, and nobody was faster.
fn remote(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    if !world.pushes() {
        return Ok(None);
    }
    let Some(remote) = world.remote()? else {
        return Ok(Some(Reason::new(
            "there is no remote to push to",
            "add one with `git remote add origin URL`, or release with `--no-push`",
        )));
    };
    let Commit::Made { branch, .. } = &release.commit else {
        return Ok(None);
    };
    let Some(there) = world.on_remote(&format!("refs/heads/{branch}"))? else {
        return Ok(None);
    };
    let head = world.head()?.oid;
    // A commit that is not here at all is one that somebody else pushed.
    if world.repository.is_ancestor(&there, &head).unwrap_or(false) {
        return Ok(None);
    }
    Ok(Some(Reason::new(
        format!(
            "`{branch}` on `{remote}` is at {}, which is not in your `{branch}`",
            there.short()
        ),
        format!("run `git pull --rebase {remote} {branch}`, then run this again"),
    )))
}

/// An index of the releases on GitHub has releases there, and a branch of its own.
fn pages(_: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    super::index_page::hindrance(world)
}

/// No index holds other files of this version.
pub(super) fn index(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    if world.release_commit(release)?.is_some() && super::tag::is_made(release, world)? {
        return Ok(None);
    }
    for destination in &world.destinations {
        // A tag that is pushed is never moved, so an index is asked before that, whoever uploads to it.
        if !world.pushes() && world.left.contains(destination) {
            continue;
        }
        if let Some(name) = super::upload::first_of(release, destination, world)? {
            let (index, way_out) = match destination {
                Destination::Local => ("the index".into(), ", or take the file out of the index"),
                Destination::Index(target) => (target.title(), ""),
                other => (format!("`{}`", other.name()), ""),
            };
            return Ok(Some(Reason::new(
                format!(
                    "{index} holds `{name}` already, but there is no tag `{}`",
                    release.tag
                ),
                format!("release another version{way_out}"),
            )));
        }
    }
    Ok(None)
}

/// Every index may take what is to go there, and somebody is there to bring it.
fn uploads(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    for destination in &world.destinations {
        // A job brings these, with a password or an identity of its own, or a later run does.
        if world.left.contains(destination) {
            continue;
        }
        let target = match destination {
            Destination::Index(target) => target,
            Destination::Forge(home) if !world.options.is_dry => {
                home.need_token()?;
                continue;
            }
            _ => continue,
        };
        match super::upload::check(release, destination, world)? {
            State::Conflict(reason) => return Ok(Some(reason)),
            State::Todo(_) => world.site(target)?.need_login(world.options.is_dry)?,
            State::Done(_) | State::Waiting(_) => {}
        }
    }
    Ok(None)
}
