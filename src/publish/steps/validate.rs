//! What was built is what was to be released, and would be accepted.
use crate::git::Snapshot;
use crate::policy::Stage;
use crate::publish::release::Release;
use crate::publish::state::{Reason, State};
use crate::publish::world::World;
use crate::rule::{Findings, Severity};
use crate::validate_dist::{Declared, Expected};

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let Some(frozen) = world.frozen(release)? else {
        return Ok(State::Waiting("judges what `build` makes".into()));
    };
    let mut findings = Findings::default();
    let policy = world.policy(Stage::Tag)?;
    let files = frozen.paths(&world.dist());
    let head = Snapshot::commit(world.repository.clone(), "HEAD")?;
    let expected = Expected {
        version: Some(release.to.clone()),
        declared: Declared::read(&world.config.dist, &head)?,
    };
    crate::validate_dist::check(&files, &expected, &policy, &mut findings)?;
    policy.settle(&mut findings);
    let count = |severity| {
        findings
            .found()
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors == 0 {
        let warned = if warnings == 0 {
            String::new()
        } else {
            format!(", {warnings} warnings (see `publish validate`)")
        };
        return Ok(State::Done(format!("{} files{warned}", files.len())));
    }
    findings.retain(|finding| finding.severity == Severity::Error);
    Ok(State::Conflict(Reason {
        text: format!(
            "what was built of {} {} must not be published",
            release.name, release.to
        ),
        help: Some(format!(
            "nothing is public yet: mend the project, take the release commit back with `git reset --keep {}`, and run this again",
            release.base.short()
        )),
        findings: findings.into_found(),
    }))
}
