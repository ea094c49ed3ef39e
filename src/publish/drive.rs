//! Runs a plan: check, run, check again, one step after the other, told to whoever listens.
//!
//! No memory between steps: each asks the world again, so a run that was cut off anywhere is finished by the next one.
use super::decide::Refused;
use super::plan::{Plan, Step};
use super::state::{Change, Reason, State};
use super::steps::StepName;
use super::world::World;
use std::ops::ControlFlow;

/// What happens while a plan is driven.
#[derive(Debug)]
pub enum Event<'e> {
    /// The step was done already.
    Found(StepName, &'e str),
    /// The step is about to be done.
    Begin(StepName, &'e Change),
    /// The step was done and checked.
    Done(StepName, &'e str),
    /// The step must not be done.
    Refused(StepName, &'e Reason),
    /// The step failed.
    Failed(StepName, &'e anyhow::Error),
}

/// How driving a plan ended.
#[derive(Debug)]
pub enum Outcome {
    /// Every step is done.
    Complete,
    /// These steps were not done, nor what needs them.
    Stopped(Vec<Stop>),
    /// Whoever listens asked to stop.
    Interrupted(Option<StepName>),
}

/// A step that was not done.
#[derive(Debug)]
pub struct Stop {
    /// Which one.
    pub step: StepName,
    /// Why.
    pub why: Why,
}

/// Why a step was not done.
#[derive(Debug)]
pub enum Why {
    /// It must not be done; a person has to settle it.
    Refused(Reason),
    /// It could not be done.
    Failed(anyhow::Error),
}

/// What became of one step.
enum Went {
    Found(String),
    Did(String),
    Not(Why),
    /// Whoever listens asked to stop before it was begun.
    Left,
}

/// Drives a plan to its end. A step that is refused or fails stops those that need it, and no others.
pub fn drive(
    plan: &Plan,
    world: &World,
    tell: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Outcome {
    let (mut last, mut stops, mut undone) = (None, Vec::new(), Vec::new());
    for (at, step) in plan.steps.iter().enumerate() {
        if step.needs.iter().any(|needed| undone.contains(needed)) {
            undone.push(at);
            continue;
        }
        let name = step.name;
        let told = match take(step, world, tell) {
            Went::Left => return Outcome::Interrupted(last),
            Went::Found(evidence) => tell(Event::Found(name, &evidence)),
            Went::Did(evidence) => tell(Event::Done(name, &evidence)),
            Went::Not(why) => {
                let told = match &why {
                    Why::Refused(reason) => tell(Event::Refused(name, reason)),
                    Why::Failed(error) => tell(Event::Failed(name, error)),
                };
                undone.push(at);
                stops.push(Stop { step: name, why });
                told
            }
        };
        last = Some(name);
        let is_last = at + 1 == plan.steps.len();
        let is_failed = matches!(
            stops.last(),
            Some(Stop {
                why: Why::Failed(_),
                ..
            })
        );
        if told.is_break() && (!is_last || is_failed) {
            return Outcome::Interrupted(last);
        }
    }
    match stops.is_empty() {
        true => Outcome::Complete,
        false => Outcome::Stopped(stops),
    }
}

/// Takes one step: check, run, check again.
fn take(step: &Step, world: &World, tell: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>) -> Went {
    let change = match step.action.check(world) {
        Err(error) => return Went::Not(why(error)),
        Ok(State::Done(evidence)) => return Went::Found(evidence),
        Ok(State::Conflict(reason)) => return Went::Not(Why::Refused(reason)),
        Ok(State::Waiting(what)) => return Went::Not(Why::Failed(anyhow::anyhow!(what))),
        Ok(State::Todo(change)) => change,
    };
    if tell(Event::Begin(step.name, &change)).is_break() {
        return Went::Left;
    }
    let ran = step.action.run(world);
    world.forget();
    // What the world says counts, even after an error: a push may arrive though its answer was lost.
    match (step.action.check(world), ran) {
        (Ok(State::Done(evidence)), _) => Went::Did(evidence),
        (_, Err(error)) | (Err(error), Ok(())) => Went::Not(why(error)),
        (Ok(State::Conflict(reason)), Ok(())) => Went::Not(Why::Refused(reason)),
        (Ok(State::Todo(left)), Ok(())) => Went::Not(Why::Failed(anyhow::anyhow!(
            "it was done but there is still to do: {}",
            left.summary
        ))),
        (Ok(State::Waiting(what)), Ok(())) => Went::Not(Why::Failed(anyhow::anyhow!(what))),
    }
}

/// An error that says that a person has to settle something is a refusal.
fn why(error: anyhow::Error) -> Why {
    match error.downcast::<Refused>() {
        Ok(Refused(reason)) => Why::Refused(reason),
        Err(error) => Why::Failed(error),
    }
}
