//! The index of all releases, on the branch that GitHub Pages serves: the last step, when the release is published.
//!
//! Not the pages: those are `pages`'s.
use crate::github::Site;
use crate::publish::destination::Destination;
use crate::publish::forge_release::Home;
use crate::publish::pages::{GH_PAGES, Kept};
use crate::publish::release::Release;
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::Context as _;

pub(super) fn check(
    release: &Release,
    to: &Destination,
    world: &World<'_>,
) -> anyhow::Result<State> {
    let Destination::Pages(site) = to else {
        return Ok(State::Done(String::new()));
    };
    let remote = world.remote()?.unwrap_or_default();
    let place = format!("`{}` of `{remote}`", branch(world));
    let todo = || {
        State::Todo(Change::line(format!(
            "the index of all releases, on {place}"
        )))
    };
    // Nothing is asked of GitHub before the tag is there.
    if world.tag_on_remote(&release.tag)?.is_none() {
        return Ok(todo());
    }
    Ok(match kept(site, world).look(&release.tag)? {
        Some((true, count)) => State::Done(format!(
            "{place} has the index of all releases, {count} files"
        )),
        Some((false, _)) | None => todo(),
    })
}

pub(super) fn run(release: &Release, to: &Destination, world: &World<'_>) -> anyhow::Result<()> {
    match to {
        Destination::Pages(site) => kept(site, world).make_right(Some(&release.tag)),
        _ => Ok(()),
    }
}

/// The index as it is kept for a repository on GitHub.
pub(in crate::publish) fn kept<'k>(site: &'k Site, world: &'k World<'_>) -> Kept<'k> {
    Kept {
        site,
        repository: &world.repository,
        branch: branch(world),
        dist: world.dist(),
        read: &world.read_on_github,
        terminal: world.terminal,
    }
}

/// The branch that the index is on.
fn branch<'w>(world: &'w World<'_>) -> &'w str {
    let configured = world.config.publish.pages_branch.as_deref();
    configured.unwrap_or(GH_PAGES)
}

/// Why the index could not be kept, whatever the release does.
pub(super) fn hindrance(world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    let has = |is: fn(&Destination) -> bool| world.destinations.iter().any(is);
    if !has(|to| matches!(to, Destination::Pages(_))) {
        return Ok(None);
    }
    if !has(|to| matches!(to, Destination::Forge(home) if matches!(**home, Home::Github(_)))) {
        return Ok(Some(Reason::new(
            "`pages-index` shows the releases on GitHub, and `github-release` is not among the targets",
            "add `github-release` to `targets` in `[tool.release-guard.publish]`, or `--to github-release`; \
             `publish index DIR --from-releases` makes the index of what is released already",
        )));
    }
    let branch = branch(world);
    if !crate::git::is_tag_name(branch) || branch.starts_with('-') {
        return Ok(Some(Reason::new(
            format!("`{branch}` is no name for a branch"),
            "give `pages-branch` in `[tool.release-guard.publish]` another one, or leave it out for `gh-pages`",
        )));
    }
    // The commit of the pages has an author, even where that of the release is made elsewhere.
    if !world.options.is_dry {
        world.repository.need_identity()?;
    }
    let own = world
        .repository
        .branch()
        .context("cannot tell which branch is checked out")?;
    Ok((own.as_deref() == Some(branch)).then(|| {
        Reason::new(
            format!("`{branch}` is the branch that is released from, and the index would go on top of it"),
            "give `pages-branch` in `[tool.release-guard.publish]` another one, or leave it out for `gh-pages`",
        )
    }))
}
