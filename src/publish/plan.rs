//! What a release will do, as data: made from the base commit alone, so that planning again gives the same plan.
//!
//! Not what was done: that is asked of the world, step by step.
use super::destination::Destination;
use super::release::{Commit, Release};
use super::steps::{Action, StepName};
use crate::git::Oid;
use std::rc::Rc;

/// A release, decided. Planning again after any prefix of its steps gives an equal plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The commit that the release is made from.
    pub base: Oid,
    /// The packages that are released.
    pub packages: Vec<Rc<Release>>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: StepName,
    /// The steps before it that have to be done first, by their place in the plan.
    pub needs: Vec<usize>,
    /// What it does.
    pub action: Action,
}

impl Plan {
    /// A plan of these steps, each after all before it, but for uploads: one never waits for another.
    pub fn of(release: Rc<Release>, actions: Vec<Action>) -> Self {
        let is_upload = |at: &usize| {
            let action: Option<&Action> = actions.get(*at);
            action.is_some_and(|action| action.name() == StepName::Upload)
        };
        let needs = |own: usize| match is_upload(&own) {
            true => (0..own).filter(|at| !is_upload(at)).collect(),
            false => (0..own).collect(),
        };
        let all = actions.iter().enumerate();
        let steps = all.map(|(at, action)| Step {
            name: action.name(),
            needs: needs(at),
            action: action.clone(),
        });
        Self {
            base: release.base.clone(),
            steps: steps.collect(),
            packages: vec![release],
        }
    }

    /// The command that goes on with it.
    pub(super) fn command(&self) -> String {
        let release = &self.packages[0];
        let written = &release.written;
        match (&release.request, &release.commit) {
            (_, Commit::Merged) => "publish".into(),
            (_, Commit::Proposed { .. }) => format!("publish release {written} --via pr"),
            (Some(_), _) => format!("publish release {written}"),
            (None, _) => format!("publish {}", release.tag),
        }
    }

    /// The plan without what leads to these places.
    pub(super) fn without(self, left: &[Destination]) -> Self {
        let is_left = |action: &Action| action.destination().is_some_and(|to| left.contains(to));
        let actions = self.steps.into_iter().map(|step| step.action);
        let kept = actions.filter(|action| !is_left(action)).collect();
        Self::of(self.packages[0].clone(), kept)
    }

    /// The plan up to and including a step.
    pub fn until(mut self, last: Option<StepName>) -> Self {
        if let Some(last) = last {
            self.steps.retain(|step| step.name <= last);
        }
        self
    }
}
