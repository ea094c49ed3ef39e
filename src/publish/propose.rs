//! Decides that a release is proposed by pull request, and what that is; finds the proposals that there are.
//!
//! Not what comes after the merge: that is `merged`'s.
use super::decide::{self, Refused};
use super::destination::Destination;
use super::forge_release::Home;
use super::merged;
use super::plan::Plan;
use super::proposal::Onto;
use super::pull_request::Forge;
use super::release::{Commit, Release, TRAILER};
use super::state::Reason;
use super::steps::{Action, StepName};
use super::tags::Tags;
use super::world::World;
use crate::bump::Request;
use crate::git::Snapshot;
use anyhow::bail;
use std::ffi::OsStr;
use std::rc::Rc;

/// How a release comes into its branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Via {
    /// By a pull request, whose merge is tagged afterwards
    Pr,
    /// By a push of branch and tag
    Push,
}

/// Where the branches of proposals are.
const FOLDER: &str = "release/";

/// Plans a release of a kind, made directly or proposed: as it is said, else as the branch asks for on GitHub.
pub(super) fn release(
    world: &World<'_>,
    request: &Request,
    via: Option<Via>,
) -> anyhow::Result<Plan> {
    if via == Some(Via::Pr) {
        if world.options.pushes == Some(false) {
            bail!(
                "`--no-push` and `--via pr` do not go together: a proposal is a branch that is pushed"
            );
        }
        return propose(world, request);
    }
    let plan = decide::release(world, request)?;
    let release = &plan.packages[0];
    let Commit::Made { branch, .. } = &release.commit else {
        return Ok(plan);
    };
    let is_pushed = plan.steps.iter().any(|step| step.name == StepName::Push);
    if via.is_some() || !is_pushed || world.release_commit(release)?.is_some() {
        return Ok(plan);
    }
    match Forge::of(world) {
        Forge::Github(site) if super::pull_request::is_wanted(&site, branch, world) => {
            world.terminal.note(&format!(
                "`{branch}` takes changes by pull request only, so the release is proposed by one; `--via push` pushes where you may"
            ));
            propose(world, request)
        }
        _ => Ok(plan),
    }
}

/// Plans the proposal of a release of a kind, made from what the remote has.
pub(super) fn propose(world: &World<'_>, request: &Request) -> anyhow::Result<Plan> {
    let onto = Onto::of(world)?;
    not_upon_another(world, &onto)?;
    if let Some(waiting) = merged::awaiting(world, &onto.tip)? {
        return Err(Refused(Reason::new(
            format!(
                "{} is merged into `{}`, and not tagged yet",
                waiting.title(),
                onto.branch
            ),
            "`git pull`, and `publish` tags and releases it; then the next release is proposed",
        ))
        .into());
    }
    let release = decide::upon(world, &onto.tip, request)?;
    let Commit::Made { message, .. } = &release.commit else {
        return Err(Refused(Reason::new(
            format!(
                "no file says the version of {}, so that there is nothing to propose",
                release.name
            ),
            "the tag is the version: `publish release KIND --via push`",
        ))
        .into());
    };
    let branch = branch_of(&release);
    let release = Rc::new(Release {
        commit: Commit::Proposed {
            branch,
            onto: onto.branch,
            message: message.clone(),
        },
        ..(*release).clone()
    });
    let steps = [StepName::Preflight, StepName::Commit];
    let mut actions: Vec<_> = steps.map(|name| Action::new(name, &release)).to_vec();
    if let Forge::Github(site) = Forge::of(world) {
        let to = Destination::Forge(Box::new(Home::Github(*site)));
        actions.push(Action::to(StepName::Propose, &release, &to));
    }
    Ok(Plan::of(release, actions))
}

/// A proposal is not made to the branch of another one.
fn not_upon_another(world: &World<'_>, onto: &Onto) -> anyhow::Result<()> {
    let Some(tag) = world.head()?.tag else {
        return Ok(());
    };
    let named = onto.branch.strip_prefix(FOLDER);
    if named.is_some_and(|name| tag.ends_with(name)) && !world.is_tagged(&tag)? {
        return Err(Refused(Reason::new(
            format!("`{}` is the branch of a proposal itself", onto.branch),
            "`git switch` to the branch that is released from, then run this again",
        ))
        .into());
    }
    Ok(())
}

/// The branch on which a version is proposed, where the remote has it.
pub(super) fn branch_with(version: &str, world: &World<'_>) -> Option<String> {
    let branch = format!("{FOLDER}{version}");
    let there = world.on_remote(&format!("refs/heads/{branch}"));
    there.ok().flatten().map(|_| branch)
}

/// The branch on which a release is proposed. Where tags hold a name, it does too.
fn branch_of(release: &Release) -> String {
    let is_named = release.tag.trim_start_matches('v') != release.written
        && release.tag.contains(&*release.name);
    let name = if is_named {
        &release.tag
    } else {
        &release.written
    };
    format!("{FOLDER}{name}")
}

/// A proposal that waits to be merged.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// The tag that its release is to have.
    pub(super) tag: String,
    /// Its branch.
    pub(super) branch: String,
}

/// Finds the proposals to the branch that is checked out whose releases have no tag: that of a tag, or all.
pub(super) fn open(world: &World<'_>, tag: Option<&str>) -> anyhow::Result<Vec<Open>> {
    let branches = match world.remote()? {
        Some(_) => world.remote_refs(&format!("refs/heads/{FOLDER}"))?,
        None => Vec::new(),
    };
    let (false, Some(remote)) = (branches.is_empty(), world.remote()?) else {
        return Ok(Vec::new());
    };
    let Ok(onto) = Onto::of(world) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for (reference, tip) in branches {
        let repository = &world.repository;
        repository.fetch(OsStr::new(&remote), &reference, &tip)?;
        let commits = repository.commits_since(&onto.tip, &tip)?;
        let mut lines = commits.iter().flat_map(|commit| commit.message.lines());
        let key = format!("{TRAILER}: ");
        let Some(own) = lines.find_map(|line| line.trim().strip_prefix(&key)) else {
            continue;
        };
        let is_tagged = world.is_tagged(own)?;
        if !is_tagged && tag.is_none_or(|tag| tag == own) {
            found.push(Open {
                tag: own.to_owned(),
                branch: reference.trim_start_matches("refs/heads/").to_owned(),
            });
        }
    }
    Ok(found)
}

/// Plans the proposal that there is of a tag, or the only one that there is; `None` when there is none.
pub(super) fn standing(world: &World<'_>, tag: Option<&str>) -> anyhow::Result<Option<Plan>> {
    match open(world, tag)?.as_slice() {
        [own] => match release_of(world, own)? {
            Some(release) => propose(world, &Request::of(&release.written)).map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// The release that a proposal is of, as far as its tag tells; `None` when the package has no tags of this form.
pub(super) fn release_of(world: &World<'_>, own: &Open) -> anyhow::Result<Option<Release>> {
    let onto = Onto::of(world)?;
    let snapshot = Snapshot::commit(world.repository.clone(), onto.tip.as_str())?;
    let package = world.package(&snapshot)?;
    let tags = Tags::of(world, &package, &onto.tip, &snapshot)?;
    let Ok((written, to)) = tags.version_of(&own.tag) else {
        return Ok(None);
    };
    if !tags.may_be_of(&package, &own.tag) {
        return Ok(None);
    }
    Ok(Some(Release {
        name: decide::name_of(&package)?,
        folder: package.folder.clone(),
        from: package.version().cloned(),
        to,
        written,
        request: None,
        tag: own.tag.clone(),
        tag_message: None,
        tag_is_signed: false,
        base: onto.tip,
        commit: Commit::Proposed {
            branch: own.branch.clone(),
            onto: onto.branch,
            message: String::new(),
        },
    }))
}
