//! The release commit: the base and the release's own edits, nothing of what the user has staged or unstaged. The
//! repository's own hooks run.
use crate::bump::verify;
use crate::edit::{FileChange, unified_diff};
use crate::git::{Draft, NewCommit, Oid, Snapshot};
use crate::publish::hooks;
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::{Context as _, bail};

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    if release.commit.is_proposed() {
        return super::propose::check_commit(release, world);
    }
    if let Some(commit) = world.release_commit(release)? {
        let what = match release.commit {
            Commit::Base | Commit::Merged => "nothing to write; the release is commit",
            Commit::Made { .. } | Commit::Proposed { .. } => "commit",
        };
        return Ok(State::Done(format!("{what} {}", commit.short())));
    }
    let Commit::Made { branch, message } = &release.commit else {
        return Ok(State::Done(String::new()));
    };
    let title = message.lines().next().unwrap_or_default();
    Ok(State::Todo(Change::line(format!(
        "`{title}` on `{branch}`"
    ))))
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    if release.commit.is_proposed() {
        return super::propose::run_commit(release, world);
    }
    let Commit::Made { branch, message } = &release.commit else {
        return Ok(());
    };
    if world.repository.branch()?.as_ref() != Some(branch) {
        bail!("`{branch}` is not checked out any more; `git switch {branch}` first");
    }
    let changes = world.changes(release)?;
    let together = changes.together();
    let planned = changes.planned.as_ref();
    let new = NewCommit {
        parent: &release.base,
        changes: &together,
        message,
        args: planned.map_or(&[], |planned| &planned.recording.commit_args),
        env: &[],
    };
    let _progress = world.terminal.working("committing");
    let is_known = |commit: &Oid| {
        if let Some(planned) = planned {
            let snapshot = Snapshot::commit(world.repository.clone(), commit.as_str())?;
            verify(&snapshot, &world.config.versions(), planned)
                .context("a hook changed what was to be committed, so the commit was taken back")?;
        }
        if world.release_commit(release)?.as_ref() != Some(commit) {
            bail!(
                "a hook took the line `{}` out of the commit's message; the commit was taken back",
                release.trailer()
            );
        }
        Ok(())
    };
    let hooks = changes.hooks();
    let within = |draft: &Draft<'_>| {
        let (root, index) = (world.repository.root(), Some(draft.index()));
        hooks::run(
            &hooks.pre_commit,
            &hooks.variables,
            root,
            index,
            world.terminal,
        )
    };
    world
        .repository
        .commit_changes::<anyhow::Error>(&new, within, is_known)?;
    Ok(())
}

/// How edits of the user's files stand: in the release commit, on disk, to do, or in the way of other edits.
pub(super) fn files_state(
    release: &Release,
    world: &World<'_>,
    changes: &[FileChange],
) -> anyhow::Result<State> {
    let paths: Vec<String> = changes
        .iter()
        .map(|change| format!("`{}`", change.path))
        .collect();
    let summary = paths.join(", ");
    if world.release_commit(release)?.is_some() || world.repository.is_forward(changes)? {
        return Ok(State::Done(summary));
    }
    if let Some(path) = world.collisions(release, changes)?.first() {
        return Ok(State::Conflict(Reason::new(
            format!("`{path}` has uncommitted changes in the lines that the release edits"),
            "commit or stash them, then run this again",
        )));
    }
    Ok(State::Todo(Change {
        summary,
        diff: changes.iter().map(unified_diff).collect(),
    }))
}
