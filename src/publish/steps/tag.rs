//! The tag, on the release commit, whose tree is read once more before.
use crate::git::{Oid, PushedRef, Snapshot};
use crate::policy::{Policy, Stage};
use crate::publish::release::{Commit, Release};
use crate::publish::state::{Change, Reason, State};
use crate::publish::world::{World, today};
use crate::rule::{Findings, Severity};
use crate::{changelog_guard, check_version, tag_guard};
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
    if let Some(reason) = judge(release, world, &commit)? {
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
    let changes = world.changes(release)?;
    let wanted = &world.config.tags;
    let signs = release.tag_is_signed || wanted.signed || wanted.verify;
    let message = release.tag_message.as_deref();
    let message = message.or(wanted.annotated.then_some(&*release.tag));
    match signs {
        // A signature needs a message.
        true => {
            let message = message.unwrap_or(&release.tag);
            world
                .repository
                .create_signed_tag(&release.tag, &commit, message)?;
        }
        false => world
            .repository
            .create_tag(&release.tag, &commit, message)?,
    }
    let hooks = changes.hooks();
    let root = world.repository.root();
    crate::publish::hooks::run(
        &hooks.post_commit,
        &hooks.variables,
        root,
        None,
        world.terminal,
    )
    .context("the tag is made; a hook that runs after it failed")
}

/// Whether the tag is there, wherever it points.
pub(super) fn is_made(release: &Release, world: &World<'_>) -> anyhow::Result<bool> {
    let name = format!("refs/tags/{}", release.tag);
    Ok(world.repository.reference(&name)?.is_some())
}

/// What the guards say of the release commit and its tag, as they would when it is pushed.
fn judge(release: &Release, world: &World<'_>, commit: &Oid) -> anyhow::Result<Option<Reason>> {
    let repository = &world.repository;
    let policy = world.policy(Stage::Tag)?;
    // The branch is pushed with the tag, now or later.
    let branch = repository.branch()?.map(|branch| {
        let name = format!("refs/heads/{branch}");
        PushedRef {
            local_ref: name.clone(),
            local: Some(commit.clone()),
            remote_ref: name,
            remote: None,
        }
    });
    let refs: Vec<PushedRef> = branch.into_iter().collect();
    let remote = world.remote()?;
    let made = repository.reference(&format!("refs/tags/{}", release.tag))?;
    let mut context = tag_guard::Context::new(
        repository,
        remote.as_deref(),
        &refs,
        tag_guard::Side::Fetched,
    );
    context.is_planned = made.is_none();
    let is_made = made.is_some();
    let object = made.unwrap_or_else(|| commit.clone());
    let tag = PushedRef::new_tag(&release.tag, object);
    let mut findings = Findings::default();
    tag_guard::check(
        repository,
        &tag,
        &context,
        &world.config,
        &policy,
        &mut findings,
    )?;
    Ok(refusal(findings, &policy, || Reason {
        text: format!(
            "commit {} must not be tagged `{}`",
            commit.short(),
            release.tag
        ),
        help: Some(match release.commit {
            Commit::Base if is_made => format!(
                "where nothing of it is public, take the tag back with `publish retract {}`; then mend the project, commit, and release the next version",
                release.tag
            ),
            Commit::Base | Commit::Merged | Commit::Proposed { .. } => {
                "mend the project, commit, and release the next version".into()
            }
            Commit::Made { .. } => format!(
                "nothing is public yet: mend the project, take the release commit back with `git reset --keep {}`, and run this again",
                release.base.short()
            ),
        }),
        findings: Vec::new(),
    }))
}

/// What the guards say of the tag where it is there, and else will say of the tree that is to be tagged: asked before
/// anything is written.
pub(super) fn foresee(release: &Release, world: &World<'_>) -> anyhow::Result<Option<Reason>> {
    if let Some(commit) = world.release_commit(release)? {
        if is_made(release, world)? {
            return judge(release, world, &commit);
        }
        // The commit is there, and is judged where it is to be tagged.
        if !release.commit.is_base() {
            return Ok(None);
        }
    }
    let base = Snapshot::commit(world.repository.clone(), release.base.as_str())?;
    let planned = base.with(
        &world.changes(release)?.together(),
        "what is to be released",
    );
    let policy = world.policy(Stage::Tag)?;
    let version = Some(&release.to);
    let mut findings = Findings::default();
    check_version::check(
        &planned,
        &world.repository,
        Some(&release.name),
        version,
        &world.config,
        &policy,
        &mut findings,
    )?;
    let (today, configured) = (today(), world.config.changelog.path.as_deref());
    let at_release = Some((&release.to, today));
    changelog_guard::check(
        &planned,
        &release.folder,
        at_release,
        configured,
        &policy,
        &mut findings,
    )?;
    Ok(refusal(findings, &policy, || Reason {
        text: format!("`{}` would not be releasable", release.tag),
        help: Some("nothing was changed: mend this, commit, and run this again".into()),
        findings: Vec::new(),
    }))
}

fn refusal(
    mut findings: Findings,
    policy: &Policy,
    reason: impl FnOnce() -> Reason,
) -> Option<Reason> {
    policy.settle(&mut findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    let found = findings.into_found();
    (!found.is_empty()).then(|| Reason {
        findings: found,
        ..reason()
    })
}
