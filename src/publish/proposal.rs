//! The branch on which a release is proposed, as the remote has it: our own commit, somebody else's, or nothing yet; and
//! how that commit is made.
//!
//! Not the pull request: that is `pull_request`'s. What is checked out here, staged or unfinished is never touched.
use super::clone::throw_away;
use super::decide::Refused;
use super::destination::LOCAL;
use super::drive::{Outcome, Why, drive};
use super::plan::Plan;
use super::release::{Commit, Release};
use super::state::Reason;
use super::steps::{Action, StepName};
use super::world::{Options, World};
use crate::flags::Flags;
use crate::git::{Logged, Oid, Repository};
use anyhow::{Context as _, bail};
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::rc::Rc;

/// What is good to know where the commit cannot be made: a hook may need what git does not record.
const IN_A_CLONE: &str = "the commit was not made in the throw-away clone, which has only what git records, and in which the hooks run";

/// The branch that a release is proposed to.
#[derive(Debug)]
pub(super) struct Onto {
    /// Its name.
    pub(super) branch: String,
    /// The commit that it is at on the remote.
    pub(super) tip: Oid,
}

/// How a proposal stands on the remote.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// What the branch is at.
    pub(super) tip: Option<Oid>,
    /// Our own commit, where the branch holds it alone, upon the release's base.
    pub(super) commit: Option<Oid>,
    /// The commits that somebody else made.
    pub(super) others: Vec<Logged>,
}

impl Onto {
    /// The branch that is checked out, as the remote has it.
    pub(super) fn of(world: &World<'_>) -> anyhow::Result<Self> {
        let Some(branch) = world.repository.branch()? else {
            bail!("no branch is checked out; `git switch` to the one that is released from");
        };
        let Some(remote) = world.remote()? else {
            return Err(Refused(Reason::new(
                "there is no remote to propose a release to",
                "add one with `git remote add origin URL`",
            ))
            .into());
        };
        let reference = format!("refs/heads/{branch}");
        let Some(tip) = world.on_remote(&reference)? else {
            return Err(Refused(Reason::new(
                format!("`{branch}` is not on `{remote}`, and a release is proposed to what is there"),
                format!("`git push {remote} {branch}`, or `git switch` to the branch that is released from"),
            ))
            .into());
        };
        world
            .repository
            .fetch(OsStr::new(&remote), &reference, &tip)?;
        Ok(Self { branch, tip })
    }
}

impl Standing {
    /// Why the branch must be left alone: it has commits that are not ours.
    pub(super) fn of_others(&self, release: &Release, remote: &str) -> Option<Reason> {
        let Commit::Proposed { branch, onto, .. } = &release.commit else {
            return None;
        };
        let listed: Vec<String> = self
            .others
            .iter()
            .map(|commit| {
                let (oid, subject) = (commit.oid.short(), commit.subject());
                format!("{oid} `{subject}` by {}", commit.author)
            })
            .collect();
        (!listed.is_empty()).then(|| {
            Reason::new(
                format!(
                    "`{branch}` on `{remote}` holds what this program did not make: {}",
                    listed.join(", ")
                ),
                format!(
                    "nothing of it is thrown away: merge the pull request as it is, or bring these commits to `{onto}` first; `git push {remote} --delete {branch}` gives them up, and the proposal is made anew"
                ),
            )
        })
    }
}

impl World<'_> {
    /// How the proposal of a release stands; asked once.
    pub(super) fn proposed(&self, release: &Release) -> anyhow::Result<Rc<Standing>> {
        let Commit::Proposed { branch, .. } = &release.commit else {
            return Ok(Rc::default());
        };
        if let Some((known, standing)) = self.standing()
            && known == *branch
        {
            return Ok(standing);
        }
        let standing = Rc::new(look(release, branch, self)?);
        self.keep_standing(branch, &standing);
        Ok(standing)
    }
}

fn look(release: &Release, branch: &str, world: &World<'_>) -> anyhow::Result<Standing> {
    let reference = format!("refs/heads/{branch}");
    let (Some(remote), Some(tip)) = (world.remote()?, world.on_remote(&reference)?) else {
        return Ok(Standing::default());
    };
    let repository = &world.repository;
    repository.fetch(OsStr::new(&remote), &reference, &tip)?;
    let mut commits = repository.commits_since(&release.base, &tip)?;
    let is_own = |commit: &Logged| {
        commit.parents.len() == 1 && commit.is_as_made && commit.has_line(&release.trailer())
    };
    let mut standing = Standing {
        tip: Some(tip),
        ..Standing::default()
    };
    match commits.as_slice() {
        // All of it is in the other branch already.
        [] => {}
        [own] if is_own(own) => {
            let is_current = own.parents.first() == Some(&release.base);
            standing.commit = is_current.then(|| own.oid.clone());
        }
        _ => {
            if !commits.iter().all(is_own) {
                commits.retain(|commit| !is_own(commit));
            }
            standing.others = commits;
        }
    }
    Ok(standing)
}

/// Makes the commit of a proposal in a throw-away clone, by the steps that every release has; the repository's own hooks
/// run there. The commit is in this repository then, and no ref of it leads to it.
pub(super) fn make(release: &Release, world: &World<'_>) -> anyhow::Result<Oid> {
    let Commit::Proposed {
        branch, message, ..
    } = &release.commit
    else {
        bail!("`{}` is not proposed", release.tag);
    };
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let dir = scratch.path().join("clone");
    let clone = throw_away(&world.repository, &dir, &release.base)?;
    let switch = ["checkout", "--quiet", "-B", branch];
    clone.git().args(switch).run()?;
    as_here(&world.repository, &clone)?;
    let options = Options {
        dist: Some(scratch.path().join("dist")),
        index: Some(scratch.path().join("index")),
        pushes: Some(false),
        targets: vec![LOCAL.into()],
        ..Options::default()
    };
    let flags = Flags {
        root: Some(dir.clone()),
        ..world.flags().clone()
    };
    let there = World::open(&flags, options, world.terminal)?;
    let made = Rc::new(Release {
        commit: Commit::Made {
            branch: branch.clone(),
            message: message.clone(),
        },
        ..release.clone()
    });
    let steps = [StepName::Bump, StepName::Changelog, StepName::Commit];
    let actions = steps.map(|name| Action::new(name, &made)).to_vec();
    let terminal = world.terminal;
    let outcome = drive(
        &Plan::of(made, actions),
        &there,
        &mut |_| match terminal.is_interrupted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        },
    );
    ended(outcome)?;
    let commit = clone.commit("HEAD")?;
    let reference = format!("refs/heads/{branch}");
    let repository = &world.repository;
    repository.fetch(dir.as_os_str(), &reference, &commit)?;
    Ok(commit)
}

fn ended(outcome: Outcome) -> anyhow::Result<()> {
    match outcome {
        Outcome::Complete => Ok(()),
        Outcome::Interrupted(_) => bail!("the commit was not made: interrupted"),
        Outcome::Stopped(stops) => match stops.into_iter().next().map(|stop| stop.why) {
            Some(Why::Refused(reason)) => Err(Refused(reason).into()),
            Some(Why::Failed(error)) => Err(error.context(IN_A_CLONE)),
            None => Ok(()),
        },
    }
}

/// Commits in a clone are made by whom, signed and judged by the hooks as they are here.
fn as_here(repository: &Repository, clone: &Repository) -> anyhow::Result<()> {
    const KEYS: [&str; 12] = [
        "user.name",
        "user.email",
        "user.signingKey",
        "author.name",
        "author.email",
        "committer.name",
        "committer.email",
        "commit.gpgSign",
        "gpg.format",
        "gpg.program",
        "gpg.ssh.program",
        "gpg.ssh.defaultKeyCommand",
    ];
    for key in KEYS {
        let set = match repository.setting(key)? {
            Some(value) => clone.git().args(["config", key, &value]),
            None => clone.git().args(["config", "--unset-all", key]),
        };
        // One that is not there cannot be taken out.
        set.output()?;
    }
    let hooks = repository.hooks_dir()?;
    let set = clone.git().args(["config", "core.hooksPath"]);
    set.arg(hooks.into_os_string()).run()?;
    Ok(())
}
