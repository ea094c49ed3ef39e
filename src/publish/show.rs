//! Plans and progress as people and machines read them.
use super::destination::Destination;
use super::drive::Event;
use super::hand_over::{Following, JsonTrigger};
use super::plan::Plan;
use super::release::Commit;
use super::state::State;
use super::steps::StepName;
use super::world::World;
use crate::terminal::Terminal;
use colored::Colorize as _;
use serde::Serialize;

/// A plan with the state of each of its steps.
pub(super) struct Looked<'p> {
    plan: &'p Plan,
    states: Vec<State>,
}

impl<'p> Looked<'p> {
    /// Checks every step of a plan; nothing is changed.
    pub(super) fn at(plan: &'p Plan, world: &World<'_>) -> anyhow::Result<Self> {
        let states = plan
            .steps
            .iter()
            .map(|step| step.action.check(world))
            .collect::<Result<_, _>>()?;
        Ok(Self { plan, states })
    }

    /// The states, in the order of the steps.
    pub(super) fn states(&self) -> &[State] {
        &self.states
    }

    /// Whether every step is done.
    pub(super) fn is_complete(&self) -> bool {
        self.states
            .iter()
            .all(|state| matches!(state, State::Done(_)))
    }

    /// Whether a step must not be done.
    pub(super) fn has_conflict(&self) -> bool {
        self.states
            .iter()
            .any(|state| matches!(state, State::Conflict(_)))
    }

    /// What the guards found in the steps that must not be done.
    pub(super) fn findings(&self) -> Vec<crate::rule::Finding> {
        let of = |state: &State| match state {
            State::Conflict(reason) => reason.findings.clone(),
            _ => Vec::new(),
        };
        self.states.iter().flat_map(of).collect()
    }

    /// The plan for people: a line a step, and diffs below theirs.
    pub(super) fn human(&self, with_diffs: bool) -> String {
        let mut out = String::new();
        for release in &self.plan.packages {
            out.push_str(&format!(
                "{} as tag {}, from commit {}\n",
                release.title().bold(),
                release.tag.bold(),
                self.plan.base.short()
            ));
        }
        for (step, state) in self.plan.steps.iter().zip(&self.states) {
            let (word, text) = words(state);
            out.push_str(&format!("  {:<10} {word}: {text}\n", step.name.to_string()));
            if let (State::Todo(change), true) = (state, with_diffs) {
                out.extend(
                    change
                        .diff
                        .lines()
                        .map(|line| format!("    {}\n", coloured(line))),
                );
            }
            if let State::Conflict(reason) = state
                && let Some(help) = &reason.help
            {
                out.push_str(&format!("  {:<10} {} {help}\n", "", "help:".cyan().bold()));
            }
        }
        out
    }

    /// What cannot be taken back once it is done: said before it is agreed to.
    pub(super) fn no_way_back(&self) -> Option<String> {
        let steps = self.plan.steps.iter().zip(&self.states);
        let to_do = steps.filter(|(_, state)| matches!(state, State::Todo(_)));
        let points: Vec<String> = to_do
            .filter_map(|(step, _)| match (step.name, step.action.destination()) {
                (StepName::Push, _) => {
                    Some("the push (a tag that others have is never moved)".into())
                }
                (StepName::Publish, Some(Destination::Forge(home))) => {
                    Some(match home.has_drafts() {
                        true => {
                            "the release on GitHub (the tag of an immutable one is used up)".into()
                        }
                        false => {
                            format!("the release on {} (who watches it is told)", home.title())
                        }
                    })
                }
                (
                    StepName::Upload,
                    Some(to @ (Destination::Index(_) | Destination::Registry(_))),
                ) => Some(format!(
                    "the upload to `{}` (a file name can be used once)",
                    to.name()
                )),
                _ => None,
            })
            .collect();
        (!points.is_empty()).then(|| format!("there is no way back from {}", points.join(" and ")))
    }

    /// The plan for machines: `release-guard/plan@1`.
    pub(super) fn json(&self, following: &Following) -> serde_json::Result<String> {
        let packages = self.plan.packages.iter().map(|release| JsonPackage {
            name: &release.name,
            path: release.folder.to_string(),
            version: release.to.to_string(),
            previous: release.from.as_ref().map(ToString::to_string),
            tag: &release.tag,
        });
        let plan = JsonPlan {
            schema: "release-guard/plan@1",
            commit: self.plan.base.as_str(),
            packages: packages.collect(),
            proposal: self
                .plan
                .packages
                .first()
                .and_then(|release| match &release.commit {
                    Commit::Proposed { branch, onto, .. } => Some(JsonProposal { branch, onto }),
                    _ => None,
                }),
            steps: self.json_steps(),
            triggers: following.json(),
        };
        Ok(serde_json::to_string_pretty(&plan)? + "\n")
    }

    /// The steps for machines.
    pub(super) fn json_steps(&self) -> Vec<JsonStep<'_>> {
        let steps = self.plan.steps.iter().zip(&self.states);
        steps
            .map(|(step, state)| {
                let (diff, help) = match state {
                    State::Todo(change) => {
                        (Some(&*change.diff).filter(|diff| !diff.is_empty()), None)
                    }
                    State::Conflict(reason) => (None, reason.help.as_deref()),
                    _ => (None, None),
                };
                JsonStep {
                    name: step.name.to_string(),
                    target: step.action.destination().map(Destination::name),
                    needs: &step.needs,
                    state: match state {
                        State::Done(_) => "done",
                        State::Todo(_) => "todo",
                        State::Waiting(_) => "waiting",
                        State::Conflict(_) => "conflict",
                    },
                    detail: words(state).1,
                    diff,
                    help,
                }
            })
            .collect()
    }
}

#[derive(Serialize)]
struct JsonPlan<'p> {
    schema: &'static str,
    commit: &'p str,
    packages: Vec<JsonPackage<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<JsonProposal<'p>>,
    steps: Vec<JsonStep<'p>>,
    triggers: Vec<JsonTrigger<'p>>,
}

/// The branch of a release that goes by pull request, and the one that it is to come into.
#[derive(Serialize)]
struct JsonProposal<'p> {
    branch: &'p str,
    onto: &'p str,
}

#[derive(Serialize)]
struct JsonPackage<'p> {
    name: &'p str,
    path: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    tag: &'p str,
}

#[derive(Serialize)]
pub(super) struct JsonStep<'p> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    needs: &'p [usize],
    state: &'static str,
    detail: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'p str>,
}

/// Says what happens while a plan is driven: a line a step.
pub(super) fn progress(terminal: &Terminal, event: &Event<'_>) {
    let line = |name: &dyn std::fmt::Display, word: colored::ColoredString, text: &str| {
        terminal.say(&format!("  {:<10} {word}: {text}", name.to_string()));
    };
    match event {
        // These two only look, however often they do.
        Event::Found(name @ (StepName::Preflight | StepName::Validate), evidence) => {
            line(name, "done".green(), evidence);
        }
        Event::Found(name, evidence) => line(name, "done already".normal(), evidence),
        Event::Begin(name, change) => {
            terminal.detail(&format!("  {name} begins: {}", change.summary))
        }
        Event::Done(name, evidence) => line(name, "done".green(), evidence),
        Event::Refused(name, reason) => line(name, "refused".red().bold(), &reason.text),
        Event::Failed(name, error) => line(
            name,
            "failed".red().bold(),
            error.to_string().lines().next().unwrap_or_default(),
        ),
    }
}

fn words(state: &State) -> (colored::ColoredString, &str) {
    match state {
        State::Done(evidence) => ("done".green(), evidence),
        State::Todo(change) => ("to do".yellow(), &change.summary),
        State::Waiting(what) => ("waits".normal(), what),
        State::Conflict(reason) => ("refused".red().bold(), &reason.text),
    }
}

fn coloured(line: &str) -> String {
    let line = crate::source::printable(line.trim_end_matches('\r'));
    match line.as_bytes().first() {
        Some(b'+') => line.green().to_string(),
        Some(b'-') => line.red().to_string(),
        _ => line,
    }
}
