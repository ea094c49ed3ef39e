//! `release`, bare `publish`, `plan` and `bump`: a plan is shown, agreed to, and driven.
use super::drive::{Event, Outcome, Stop, Why, drive};
use super::finish::{Ended, finished};
use super::hand_over::{Following, hand_over};
use super::journal::Journal;
use super::merged;
use super::plan::Plan;
use super::propose::{self, Via};
use super::show::{self, Looked};
use super::state::Reason;
use super::steps::StepName;
use super::world::{Options, World};
use super::{Go, decide, is_json};
use crate::bump::Request;
use crate::environment;
use crate::flags::Flags;
use crate::report::{Answer, Report};
use crate::terminal::Terminal;
use anyhow::bail;
use std::ops::ControlFlow;

/// Makes a release of a kind, or finishes the one that HEAD began.
pub(super) fn release(
    kind: &Request,
    go: &Go,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let world = open(go, flags, terminal)?;
    let plan = propose::release(&world, kind, go.via)?;
    carry_out(plan, go, flags, world)
}

/// Publishes an existing tag, or the release that was merged.
pub(super) fn publish(
    tag: Option<&str>,
    only_merged: bool,
    go: &Go,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let world = open(go, flags, terminal)?;
    let is_told = tag.is_some() || (environment::tag_of_ci().is_some() && !only_merged);
    let merged = match is_told {
        true => None,
        false => merged::plan(&world)?,
    };
    let plan = match merged {
        Some(plan) => plan,
        None if only_merged => {
            merged::tell_of_more(&world)?;
            return Ok(Answer::text(
                "no release was merged that has no tag; there is nothing to do\n",
            ));
        }
        None => decide::of_tag(&world, tag)?,
    };
    carry_out(plan, go, flags, world)
}

/// Shows what a release would do.
pub(super) fn plan(
    what: &str,
    push: bool,
    via: Option<Via>,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let go = Go {
        push,
        via,
        dry_run: true,
        ..Go::default()
    };
    let world = open(&go, flags, terminal)?;
    let is_tag = world
        .repository
        .reference(&format!("refs/tags/{what}"))?
        .is_some();
    let plan = match is_tag {
        true => decide::of_tag(&world, Some(what))?,
        false => propose::release(&world, &Request::of(what), via)?,
    };
    carry_out(plan, &go, flags, world)
}

fn open<'t>(go: &Go, flags: &Flags, terminal: &'t Terminal) -> anyhow::Result<World<'t>> {
    let options = Options {
        python: go.python.clone(),
        pushes: (go.push || go.no_push).then_some(go.push && !go.no_push),
        targets: go.targets.clone(),
        first_releases: go.first_release.clone(),
        is_dry: go.dry_run,
        is_sealed: go.sealed,
        builds_here: go.build_here,
        ..Options::default()
    };
    World::open(flags, options, terminal)
}

/// Leaves to the jobs that the push starts what they upload, and does the rest.
fn carry_out(
    mut plan: Plan,
    go: &Go,
    flags: &Flags,
    mut world: World<'_>,
) -> anyhow::Result<Answer> {
    let mut following = hand_over(&mut plan, &world, go.upload_here)?;
    let plan = plan.until(go.until);
    world.keep_to(&plan);
    if !plan.steps.iter().any(|step| step.name == StepName::Push) {
        following = Following::default();
    }
    perform(&plan, &following, go, flags, &world)
}

/// Shows a plan, asks, and drives it.
fn perform(
    plan: &Plan,
    following: &Following,
    go: &Go,
    flags: &Flags,
    world: &World<'_>,
) -> anyhow::Result<Answer> {
    let terminal = world.terminal;
    let looked = Looked::at(plan, world)?;
    if go.dry_run {
        let output = if is_json(flags) {
            looked.json(following)?
        } else {
            looked.human(true) + &following.human()
        };
        return Ok(Answer {
            refused: looked.has_conflict(),
            // What machines read has them with the steps.
            report: found(looked.findings()).filter(|_| !is_json(flags)),
            ..answer(plan, output)
        });
    }
    let shown = looked.human(terminal.is_interactive() && !go.yes);
    terminal.say(&(shown + &following.human()));
    if looked.is_complete() {
        return match go.until.filter(|_| !is_json(flags)) {
            Some(last) => Ok(answer(plan, up_to(plan, last))),
            None => finished(plan, following, world, go, flags, Ended::Before),
        };
    }
    if looked.has_conflict() {
        return Ok(Answer {
            refused: true,
            report: found(looked.findings()),
            ..Answer::default()
        });
    }
    if let Some(points) = looked.no_way_back() {
        terminal.say(&points);
    }
    if !(go.yes || is_asked_by_ci(&plan.packages[0].tag)) {
        match terminal.ask("Go ahead?") {
            Some(true) => {}
            Some(false) => {
                terminal.say("nothing was done");
                return Ok(Answer::default());
            }
            None => {
                bail!("nobody is here to be asked; add `--yes` to go ahead, or `--dry-run` to look")
            }
        }
    }
    let mut journal = Journal::open(&world.repository, &plan.packages[0].tag)?;
    let outcome = drive(plan, world, &mut |event: Event<'_>| {
        journal.note(&event);
        show::progress(terminal, &event);
        if terminal.is_interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    conclude(plan, following, go, flags, world, outcome)
}

fn conclude(
    plan: &Plan,
    following: &Following,
    go: &Go,
    flags: &Flags,
    world: &World<'_>,
    outcome: Outcome,
) -> anyhow::Result<Answer> {
    let again = "run the same command again to go on";
    match outcome {
        Outcome::Complete if go.until.is_some() && !is_json(flags) => {
            Ok(answer(plan, String::new()))
        }
        Outcome::Complete => finished(plan, following, world, go, flags, Ended::Now),
        Outcome::Interrupted(_) => {
            world.terminal.say(&format!("interrupted; {again}"));
            Ok(Answer {
                interrupted: true,
                ..Answer::default()
            })
        }
        Outcome::Stopped(stops) => stopped(stops, again, world.terminal),
    }
}

/// The answer where steps could not be done: what a person has to settle counts most.
fn stopped(stops: Vec<Stop>, again: &str, terminal: &Terminal) -> anyhow::Result<Answer> {
    let (mut settle, mut errors): (Vec<Reason>, Vec<anyhow::Error>) = Default::default();
    for stop in stops {
        match stop.why {
            Why::Refused(reason) => settle.push(reason),
            Why::Failed(error) => {
                let said = format!("`{}` failed; when it is mended, {again}", stop.step);
                errors.push(error.context(said));
            }
        }
    }
    let last = match settle.is_empty() {
        true => errors.pop(),
        false => None,
    };
    for error in errors {
        terminal.warn(&format!("{error:#}"));
    }
    if let Some(error) = last {
        return Err(error);
    }
    let mut helps: Vec<&str> = settle
        .iter()
        .filter_map(|own| own.help.as_deref())
        .collect();
    helps.dedup();
    let help = Some(helps.join("\n")).filter(|help| !help.is_empty());
    let findings = settle.iter().flat_map(|own| own.findings.clone()).collect();
    let text = String::new();
    let reason = Reason {
        text,
        help,
        findings,
    };
    Ok(refused(reason, terminal))
}

/// The answer where something must not be done: what the guards found, and the way out.
pub(super) fn refused(reason: Reason, terminal: &Terminal) -> Answer {
    if let Some(help) = reason.help {
        terminal.say(&format!("help: {help}"));
    }
    Answer {
        refused: true,
        report: found(reason.findings),
        ..Answer::default()
    }
}

fn found(findings: Vec<crate::rule::Finding>) -> Option<Report> {
    (!findings.is_empty()).then(|| Report {
        program: "publish",
        findings,
        ..Report::default()
    })
}

/// The answer of a release, with what jobs of CI want to know of it.
pub(super) fn answer(plan: &Plan, output: String) -> Answer {
    let release = &plan.packages[0];
    Answer {
        output,
        github_output: vec![
            ("version", release.to.to_string()),
            ("tag", release.tag.clone()),
            ("prerelease", release.to.is_prerelease().to_string()),
        ],
        ..Answer::default()
    }
}

/// The last line of a run that found all done, and ends before the release does.
fn up_to(plan: &Plan, last: StepName) -> String {
    let release = &plan.packages[0];
    format!(
        "{} {} is done up to `{last}` already; there is nothing to do\n",
        release.name, release.to
    )
}

/// In CI a release goes ahead unasked only for the tag the job runs for, or when somebody dispatched the job.
pub(super) fn is_asked_by_ci(tag: &str) -> bool {
    let is = |name: &str, value: &str| environment::variable(name).as_deref() == Some(value);
    is("CI", "true")
        && (environment::tag_of_ci().is_some_and(|own| own == tag)
            || is("GITHUB_EVENT_NAME", "workflow_dispatch")
            || is("CI_PIPELINE_SOURCE", "web"))
}
