//! The release commit: the base and the release's own edits, nothing of what the user has staged or unstaged.
use crate::edit::{FileChange, unified_diff};
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    if let Some(commit) = world.release_commit(release)? {
        let what = match release.commit {
            Commit::Base => "nothing to write; the release is commit",
            Commit::Made { .. } => "commit",
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
    let Commit::Made { branch, message } = &release.commit else {
        return Ok(());
    };
    let changes = world.changes(release)?.together();
    let commit = world
        .repository
        .commit_aside(&release.base, &changes, message)?;
    Ok(world
        .repository
        .advance(branch, &release.base, &commit, &changes)?)
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
