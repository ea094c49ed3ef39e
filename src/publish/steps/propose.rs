//! A proposal: the release commit on a branch of its own on the remote, and the pull request of it.
use super::StepName;
use crate::config::CommitBy;
use crate::edit::unified_diff;
use crate::environment;
use crate::git::Oid;
use crate::github::{GithubError, NewCommit, Pull, Pulls, Site};
use crate::publish::decide::Refused;
use crate::publish::destination::Destination;
use crate::publish::forge_release::Home;
use crate::publish::proposal;
use crate::publish::pull_request::{self, Forge};
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::{Context as _, bail};
use std::ffi::OsStr;

/// What could stand in the way of a proposal, looked at before anything is pushed.
pub(super) fn preflight(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let looks = [
        ahead,
        super::preflight::tag,
        super::tag::foresee,
        super::preflight::index,
    ];
    for look in looks {
        if let Some(reason) = look(release, world)? {
            return Ok(State::Conflict(reason));
        }
    }
    world.repository.need_identity()?;
    if let (Forge::Github(site), false) = (Forge::of(world), world.options.is_dry) {
        Home::Github(*site).need_token()?;
    }
    Ok(State::Done(release.title()))
}

/// Nothing that is only here would be missing in the proposal.
fn ahead(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    let head = world.head()?;
    let (Some(remote), Commit::Proposed { onto, .. }) = (world.remote()?, &release.commit) else {
        return Ok(None);
    };
    let commits = world.repository.commits_since(&release.base, &head.oid)?;
    if commits.is_empty() {
        return Ok(None);
    }
    let help = match &head.tag {
        Some(tag) => format!(
            "HEAD is the release commit of `{tag}`, made to be pushed: `publish abort` takes it back, then run this again"
        ),
        None => format!("have that merged, or `git push {remote} {onto}`, then run this again"),
    };
    let what = match commits.as_slice() {
        [only] => format!("commit {} of `{onto}` is", only.oid.short()),
        many => format!("{} commits of `{onto}` are", many.len()),
    };
    Ok(Some(Reason::new(
        format!("{what} not on `{remote}`, and a release is proposed upon what is there"),
        help,
    )))
}

pub(super) fn check_commit(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let Commit::Proposed {
        branch,
        onto,
        message,
    } = &release.commit
    else {
        return Ok(State::Done(String::new()));
    };
    let remote = world.remote()?.context("there is no remote")?;
    let standing = world.proposed(release)?;
    if let Some(reason) = standing.of_others(release, &remote) {
        return Ok(State::Conflict(reason));
    }
    if let Some(commit) = &standing.commit {
        return Ok(State::Done(format!(
            "commit {} on `{branch}` of `{remote}`, upon `{onto}`",
            commit.short()
        )));
    }
    let title = message.lines().next().unwrap_or_default();
    let anew = match &standing.tip {
        Some(tip) => format!(
            ", anew in the place of {}, as `{onto}` is at {} now",
            tip.short(),
            release.base.short()
        ),
        None => String::new(),
    };
    let changes = world.changes(release)?.together();
    Ok(State::Todo(Change {
        summary: format!("`{title}` on `{branch}` of `{remote}`{anew}"),
        diff: changes.iter().map(unified_diff).collect(),
    }))
}

pub(super) fn run_commit(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let Commit::Proposed { branch, .. } = &release.commit else {
        return Ok(());
    };
    let remote = world.remote()?.context("there is no remote")?;
    let standing = world.proposed(release)?;
    let forge = Forge::of(world);
    let progress = world.terminal.working("committing");
    let made = proposal::make(release, world)?;
    let commit = match &forge {
        Forge::Github(site) if by_github(site, world)? => on_github(release, &made, site, world)?,
        _ => made,
    };
    drop(progress);
    let options = match forge {
        Forge::Gitlab => merge_request(release),
        _ => Vec::new(),
    };
    let _progress = world.terminal.working("pushing");
    let moved = (standing.tip.as_ref(), &commit);
    let pushed = world
        .repository
        .push_branch(&remote, branch, moved, &options);
    let said = pushed.with_context(|| {
        format!("`{branch}` was not pushed; if somebody else pushed to it meanwhile, run the same command again, which looks at that")
    })?;
    // Where a merge request is, or how to open one, only the server says.
    for line in said.lines().filter(|line| line.contains("://")) {
        let line = line.trim_start_matches("remote:").trim();
        world.terminal.say(&crate::source::printable(line));
    }
    Ok(())
}

/// What has GitLab open a merge request for a branch that is pushed.
fn merge_request(release: &Release) -> Vec<String> {
    let Commit::Proposed { onto, message, .. } = &release.commit else {
        return Vec::new();
    };
    let title = message.lines().next().unwrap_or_default();
    vec![
        "merge_request.create".into(),
        format!("merge_request.target={onto}"),
        format!("merge_request.title={title}"),
    ]
}

/// Whether GitHub makes the commit: as it is configured, else in a job of GitHub Actions that does not sign by itself.
fn by_github(site: &Site, world: &World<'_>) -> anyhow::Result<bool> {
    Ok(match world.config.publish.commit_by {
        Some(by) => by == CommitBy::Github,
        None => {
            let is_job = environment::variable("GITHUB_ACTIONS").as_deref() == Some("true");
            let signs = world.repository.setting("commit.gpgSign")?;
            is_job && site.token().is_some() && signs.as_deref() != Some("true")
        }
    })
}

/// Has GitHub make the commit again, on a branch of its own that is taken away afterwards; returns it when it is the same.
fn on_github(release: &Release, made: &Oid, site: &Site, world: &World<'_>) -> anyhow::Result<Oid> {
    let repository = &world.repository;
    let remote = world.remote()?.context("there is no remote")?;
    let aside = release.aside();
    let reference = format!("refs/heads/{aside}");
    let before = world.on_remote(&reference)?;
    repository.push_branch(&remote, &aside, (before.as_ref(), &release.base), &[])?;
    let (tip, told) = match asked(release, made, &aside, site, world) {
        Ok(oid) => (oid.clone(), Ok(oid)),
        Err(error) => (release.base.clone(), Err(error)),
    };
    let fetched = repository.fetch(OsStr::new(&remote), &reference, &tip);
    // One that stays is used, and taken away, the next time.
    repository.delete_remote_branch(&remote, &aside, &tip).ok();
    let oid = told?;
    fetched?;
    let is_same = repository.tree_of(&oid)? == repository.tree_of(made)?
        && repository.commit(&format!("{oid}^"))? == release.base;
    if !is_same {
        return Err(Refused(Reason::new(
            format!("GitHub made commit {} with other files than were meant", oid.short()),
            "nothing was proposed: `commit-by = \"git\"` in `[tool.release-guard.publish]` has git make the commit",
        ))
        .into());
    }
    Ok(oid)
}

fn asked(
    release: &Release,
    made: &Oid,
    aside: &str,
    site: &Site,
    world: &World<'_>,
) -> anyhow::Result<Oid> {
    let files = world.repository.files_changed(&release.base, made);
    let files = files.context(
        "GitHub can make a commit of plain files only; `commit-by = \"git\"` in `[tool.release-guard.publish]` has git make it",
    )?;
    let files: Vec<(String, Option<Vec<u8>>)> = files
        .into_iter()
        .map(|(path, content)| (path.to_string(), content))
        .collect();
    let logged = world.repository.commits_since(&release.base, made)?;
    let message = logged.first().map(|commit| commit.message.as_str());
    let new = NewCommit {
        branch: aside,
        parent: release.base.as_str(),
        message: message.unwrap_or_default(),
        files: &files,
    };
    let oid = pull_request::ask(site, world, |pulls| pulls.commit(&new))?;
    Oid::new(&oid).context("GitHub named no commit")
}

/// The repository on GitHub that a destination is.
fn github(to: &Destination) -> Option<&Site> {
    match to {
        Destination::Forge(home) => match &**home {
            Home::Github(site) => Some(site),
            Home::Gitlab(_) => None,
        },
        _ => None,
    }
}

pub(super) fn check(
    release: &Release,
    to: &Destination,
    world: &World<'_>,
) -> anyhow::Result<State> {
    let (Some(site), Commit::Proposed { branch, onto, .. }) = (github(to), &release.commit) else {
        return Ok(State::Done(String::new()));
    };
    let what = format!("of `{branch}` into `{onto}` on `{site}`");
    let pull = pull_request::find(release, site, world)?;
    let Some(pull) = pull else {
        return Ok(State::Todo(Change::line(format!("a pull request {what}"))));
    };
    let (number, url) = (pull.number, &pull.html_url);
    Ok(if pull.is_open() {
        let text = pull_request::text(release, Some(&pull), world)?;
        let is_current = world.release_commit(release)?.is_some();
        match is_current && pull_request::is_same(&pull, &text) {
            true => State::Done(format!("#{number} {what}: {url}")),
            false => State::Todo(Change::line(format!(
                "#{number} {what} is brought up to date"
            ))),
        }
    } else if pull.is_merged() {
        State::Todo(Change::line(format!(
            "another pull request {what}; #{number} was merged"
        )))
    } else {
        State::Todo(Change::line(format!(
            "#{number} {what}, which was closed and not merged, is opened again, or another one"
        )))
    })
}

pub(super) fn run(release: &Release, to: &Destination, world: &World<'_>) -> anyhow::Result<()> {
    let (Some(site), Commit::Proposed { branch, onto, .. }) = (github(to), &release.commit) else {
        bail!("`{}` opens no pull request", StepName::Propose);
    };
    let found = pull_request::find(release, site, world)?;
    let fresh = pull_request::text(release, None, world)?;
    let text = pull_request::text(release, found.as_ref(), world)?;
    let work = |pulls: &Pulls<'_>| -> Result<(), GithubError> {
        let kept = match &found {
            Some(pull) if pull.is_open() => Some(pull),
            Some(pull) if !pull.is_merged() && pulls.reopen(pull)? => Some(pull),
            _ => None,
        };
        let changed = |pull: &Pull| match pull_request::is_same(pull, &text) {
            true => Ok(()),
            false => pulls.change(pull, &text),
        };
        match kept {
            Some(pull) => changed(pull),
            None => pulls.open(branch, onto, &fresh).map(|_| ()),
        }
    };
    pull_request::ask(site, world, work)
}
