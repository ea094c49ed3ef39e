//! Runs a plan: check, run, check again, one step after the other, told to whoever listens.
//!
//! No memory between steps: each asks the world again, so a run that was cut off anywhere is finished by the next one.
use super::plan::Plan;
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
    /// A step must not be done; a person has to settle it.
    Refused(StepName, Reason),
    /// A step could not be done.
    Failed(StepName, anyhow::Error),
    /// Whoever listens asked to stop.
    Interrupted(Option<StepName>),
}

/// Drives a plan to its end, or to the first step that is refused, fails, or is interrupted.
pub fn drive(
    plan: &Plan,
    world: &World,
    tell: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Outcome {
    let mut last = None;
    for step in &plan.steps {
        let name = step.name;
        let state = match step.action.check(world) {
            Ok(state) => state,
            Err(error) => return failed(name, error, tell),
        };
        let told = match state {
            State::Done(evidence) => tell(Event::Found(name, &evidence)),
            State::Conflict(reason) => return refused(name, reason, tell),
            State::Waiting(what) => return failed(name, anyhow::anyhow!(what), tell),
            State::Todo(change) => {
                if tell(Event::Begin(name, &change)).is_break() {
                    return Outcome::Interrupted(last);
                }
                let ran = step.action.run(world);
                world.forget();
                // What the world says counts, even after an error: a push may arrive though its answer was lost.
                match (step.action.check(world), ran) {
                    (Ok(State::Done(evidence)), _) => tell(Event::Done(name, &evidence)),
                    (Ok(State::Conflict(reason)), Ok(())) => return refused(name, reason, tell),
                    (_, Err(error)) | (Err(error), Ok(())) => return failed(name, error, tell),
                    (Ok(State::Todo(left)), Ok(())) => {
                        let error = anyhow::anyhow!(
                            "it was done but there is still to do: {}",
                            left.summary
                        );
                        return failed(name, error, tell);
                    }
                    (Ok(State::Waiting(what)), Ok(())) => {
                        return failed(name, anyhow::anyhow!(what), tell);
                    }
                }
            }
        };
        last = Some(name);
        if told.is_break() && Some(name) != plan.steps.last().map(|step| step.name) {
            return Outcome::Interrupted(last);
        }
    }
    Outcome::Complete
}

fn refused(
    name: StepName,
    reason: Reason,
    tell: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Outcome {
    // The outcome is decided; whether the listener wants to stop makes no difference any more.
    let _ = tell(Event::Refused(name, &reason));
    Outcome::Refused(name, reason)
}

fn failed(
    name: StepName,
    error: anyhow::Error,
    tell: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Outcome {
    match tell(Event::Failed(name, &error)) {
        ControlFlow::Break(()) => Outcome::Interrupted(Some(name)),
        ControlFlow::Continue(()) => Outcome::Failed(name, error),
    }
}
