//! Branch and tag go to the remote together, or neither does.
use crate::git::GitError;
use crate::publish::decide::Refused;
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::World;
use anyhow::Context as _;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let Some(remote) = world.remote()? else {
        return Ok(State::Conflict(Reason::new(
            "there is no remote to push to",
            "add one with `git remote add origin URL`",
        )));
    };
    let what = match &release.commit {
        Commit::Base | Commit::Merged | Commit::Proposed { .. } => {
            format!("`{}` to `{remote}`", release.tag)
        }
        Commit::Made { branch, .. } => {
            format!("`{branch}` and `{}` to `{remote}`, together", release.tag)
        }
    };
    let Some(commit) = world.release_commit(release)? else {
        return Ok(State::Todo(Change::line(what)));
    };
    let tag = world.on_remote(&format!("refs/tags/{}", release.tag))?;
    if let Some(there) = tag.as_ref().filter(|there| **there != commit) {
        return Ok(State::Conflict(Reason::new(
            format!(
                "the tag `{}` is on commit {} on `{remote}`, not on {}",
                release.tag,
                there.short(),
                commit.short()
            ),
            "release another version; a tag that was pushed is never moved",
        )));
    }
    let branch_has_it = match &release.commit {
        Commit::Base | Commit::Merged | Commit::Proposed { .. } => true,
        Commit::Made { branch, .. } => match world.on_remote(&format!("refs/heads/{branch}"))? {
            Some(there) => world
                .repository
                .is_ancestor(&commit, &there)
                .unwrap_or(false),
            None => false,
        },
    };
    if tag.is_some() && branch_has_it {
        return Ok(State::Done(what));
    }
    Ok(State::Todo(Change::line(what)))
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let remote = world.remote()?.context("there is no remote to push to")?;
    let commit = world
        .release_commit(release)?
        .context("the release commit is not made yet")?;
    let tag = format!("refs/tags/{0}:refs/tags/{0}", release.tag);
    let mut refs: Vec<String> = Vec::new();
    if let Commit::Made { branch, .. } = &release.commit {
        refs.push(format!("{commit}:refs/heads/{branch}"));
    }
    refs.push(tag);
    let _progress = world.terminal.working("pushing");
    let pushed = world.repository.push(&remote, &refs);
    pushed.map_err(|error| protected(error, release, &remote))
}

/// A push that a protected branch refuses is a person's to settle, and there is another way.
fn protected(error: GitError, release: &Release, remote: &str) -> anyhow::Error {
    let Commit::Made { branch, .. } = &release.commit else {
        return error.into();
    };
    let said = error.to_string();
    // By GitHub's protection, by its rulesets, by GitLab's protection.
    let is_refused = |line: &str| {
        let is_github = line.contains("GH006") || line.contains("GH013");
        (is_github && line.contains(&format!("refs/heads/{branch}")))
            || line.contains("not allowed to push code to protected branches")
    };
    let Some(line) = said.lines().find(|line| is_refused(line)) else {
        return error.into();
    };
    let words = line
        .trim()
        .trim_start_matches("remote: ")
        .trim_start_matches("error: ");
    Refused(Reason::new(
        format!("`{remote}` refuses the push to `{branch}`: {}", words.trim_end_matches('.')),
        format!(
            "`publish abort` takes the release back here, then `publish release {} --via pr` proposes it by pull request",
            release.written
        ),
    ))
    .into()
}
