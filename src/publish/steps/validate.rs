//! What was built is what was to be released, and would be accepted.
use crate::git::Snapshot;
use crate::policy::Stage;
use crate::publish::release::Release;
use crate::publish::state::{Reason, State};
use crate::publish::world::World;
use crate::rule::{Finding, Findings, Severity};
use crate::validate_dist::{Declared, Expected, FileFacts};
use crate::version::Version;
use std::path::PathBuf;

/// What the judgement of distributions came to.
#[derive(Debug)]
pub(in crate::publish) struct Judged {
    /// What was read of them.
    pub(in crate::publish) facts: Vec<FileFacts>,
    /// What keeps them from being published.
    pub(in crate::publish) errors: Vec<Finding>,
    warnings: usize,
}

impl Judged {
    /// How many files, and that there are warnings.
    pub(in crate::publish) fn told(&self) -> String {
        let files = self.facts.len();
        match self.warnings {
            0 => format!("{files} files"),
            1 => format!("{files} files, 1 warning (see `publish validate`)"),
            warnings => format!("{files} files, {warnings} warnings (see `publish validate`)"),
        }
    }
}

/// Judges distributions as `validate-dist` does, as those of this version where it is known.
pub(in crate::publish) fn judge(
    world: &World<'_>,
    files: &[PathBuf],
    version: Option<Version>,
    stage: Stage,
) -> anyhow::Result<Judged> {
    let mut findings = Findings::default();
    let policy = world.policy(stage)?;
    let head = Snapshot::commit(world.repository.clone(), "HEAD")?;
    let expected = Expected {
        version,
        declared: Declared::read(&world.config.dist, &head)?,
    };
    let facts = crate::validate_dist::check(files, &expected, &policy, &mut findings)?;
    policy.settle(&mut findings);
    let of = |severity| move |finding: &&Finding| finding.severity == severity;
    let warnings = findings.found().iter().filter(of(Severity::Warning));
    let warnings = warnings.count();
    findings.retain(|finding| finding.severity == Severity::Error);
    Ok(Judged {
        facts,
        errors: findings.into_found(),
        warnings,
    })
}

pub(super) fn check(release: &Release, world: &World<'_>) -> anyhow::Result<State> {
    let Some(frozen) = world.frozen(release)? else {
        return Ok(State::Waiting("judges what `build` makes".into()));
    };
    let files = frozen.paths(&world.dist());
    let judged = judge(world, &files, Some(release.to.clone()), Stage::Tag)?;
    if judged.errors.is_empty() {
        return Ok(State::Done(judged.told()));
    }
    Ok(State::Conflict(Reason {
        text: format!(
            "what was built of {} {} must not be published",
            release.name, release.to
        ),
        help: Some(format!(
            "nothing is public yet: mend the project, take the release commit back with `git reset --keep {}`, and run this again",
            release.base.short()
        )),
        findings: judged.errors,
    }))
}
