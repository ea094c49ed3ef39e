//! The tag, on the release commit, whose tree is read once more before.
use crate::git::Snapshot;
use crate::policy::Stage;
use crate::publish::drive::{Change, Reason, State};
use crate::publish::plan::Release;
use crate::publish::world::World;
use crate::rule::{Findings, Severity};
use anyhow::Context as _;

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let Some(commit) = world.release_commit(release)? else {
        return Ok(State::Todo(Change::line(format!(
            "`{}` on the release commit",
            release.tag
        ))));
    };
    let name = format!("refs/tags/{}", release.tag);
    if world.repository.reference(&name)?.is_some() {
        let there = world.repository.commit(&name)?;
        return Ok(if there == commit {
            State::Done(format!("`{}` on commit {}", release.tag, commit.short()))
        } else {
            State::Conflict(Reason::new(
                format!(
                    "the tag `{}` is on commit {}, not on {}",
                    release.tag,
                    there.short(),
                    commit.short()
                ),
                "release another version",
            ))
        });
    }
    if let Some(reason) = judge(release, world, commit.as_str())? {
        return Ok(State::Conflict(reason));
    }
    Ok(State::Todo(Change::line(format!(
        "`{}` on commit {}",
        release.tag,
        commit.short()
    ))))
}

pub(super) fn run(release: &Release, world: &World<'_>) -> anyhow::Result<()> {
    let commit = world
        .release_commit(release)?
        .context("the release commit is not made yet")?;
    Ok(world
        .repository
        .create_tag(&release.tag, &commit, release.tag_message.as_deref())?)
}

/// What the guards say of the release commit's tree.
fn judge(release: &Release, world: &World<'_>, commit: &str) -> anyhow::Result<Option<Reason>> {
    let snapshot = Snapshot::commit(world.repository.clone(), commit)?;
    let policy = world.policy(Stage::Tag)?;
    let mut findings = Findings::default();
    crate::check_version::check(
        &snapshot,
        Some(&release.name),
        Some(&release.to),
        &policy,
        &mut findings,
    )?;
    let today = crate::publish::world::today();
    let configured = world.config.changelog.path.as_deref();
    crate::changelog_guard::check(
        &snapshot,
        &release.folder,
        Some((&release.to, today)),
        configured,
        &policy,
        &mut findings,
    )?;
    policy.settle(&mut findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.found().is_empty() {
        return Ok(None);
    }
    Ok(Some(Reason {
        text: format!("{} must not be tagged `{}`", snapshot.name(), release.tag),
        help: Some(format!(
            "nothing is public yet: mend the project, take the release commit back with `git reset --keep {}`, and run this again",
            release.base.short()
        )),
        findings: findings.into_found(),
    }))
}
