//! One uploader: where a pushed tag starts a job that uploads, `release` ends at the push.
//!
//! Not the reader of workflows: that is `workflows`'s. A job that only may upload takes nothing over.
use super::destination::Destination;
use super::plan::Plan;
use super::release::Commit;
use super::runs::Ending;
use super::state::State;
use super::steps::StepName;
use super::world::World;
use crate::environment;
use crate::git::Snapshot;
use crate::workflows::{Event, Index, Job, Pushed, Start, Started, started};
use serde::Serialize;

/// What the push of a plan starts.
#[derive(Debug, Default)]
pub(super) struct Following {
    started: Started,
    tag: String,
    tags: usize,
    /// Whether the release goes where the configuration says.
    is_as_configured: bool,
    /// The destinations that a started job uploads to in the place of this plan.
    pub(super) left: Vec<Destination>,
}

/// Reads what the push of a plan starts, and takes the uploads out of the plan that a started job makes.
pub(super) fn hand_over(
    plan: &mut Plan,
    world: &World<'_>,
    uploads_here: bool,
) -> anyhow::Result<Following> {
    let release = plan.packages[0].clone();
    if !plan.steps.iter().any(|step| step.name == StepName::Push) {
        return Ok(Following::default());
    }
    let mut following = started_by(plan, world)?;
    // A tag that exists is published by whoever asks for it, which may be the very job.
    let is_older = release.request.is_none() && release.commit != Commit::Merged;
    if is_older || uploads_here {
        return Ok(following);
    }
    let left: Vec<Destination> = plan
        .steps
        .iter()
        .filter_map(|step| step.action.destination().cloned())
        .filter(|to| following.job_to(to).is_some())
        .fold(Vec::new(), |mut left, to| {
            if !left.contains(&to) {
                left.push(to);
            }
            left
        });
    *plan = plan.clone().without(&left);
    following.left = left;
    Ok(following)
}

/// The uploads of a pushed tag that a job is to make which the push started; `None` where something else is left to do.
pub(super) fn awaited(
    plan: &Plan,
    states: &[State],
    world: &World<'_>,
) -> anyhow::Result<Option<Following>> {
    let mut following = started_by(plan, world)?;
    for (step, state) in plan.steps.iter().zip(states) {
        match step.action.destination() {
            _ if matches!(state, State::Done(_)) => {}
            Some(to) if following.job_to(to).is_some() => {
                if !following.left.contains(to) {
                    following.left.push(to.clone());
                }
            }
            // The job builds what it uploads.
            None if matches!(step.name, StepName::Build | StepName::Validate) => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(following).filter(|following| !following.left.is_empty()))
}

/// What the push of a plan starts, by the workflows of the commit that is released.
fn started_by(plan: &Plan, world: &World<'_>) -> anyhow::Result<Following> {
    let release = &plan.packages[0];
    let tree = Snapshot::commit(world.repository.clone(), release.base.as_str())?;
    let branch = match &release.commit {
        Commit::Made { branch, .. } => Some(branch.as_str()),
        Commit::Base | Commit::Merged | Commit::Proposed { .. } => None,
    };
    let pushed = Pushed {
        tag: &release.tag,
        branch,
    };
    Ok(Following {
        started: started(&tree, pushed)?,
        tag: release.tag.clone(),
        tags: plan.packages.len(),
        is_as_configured: world.options.targets.is_empty(),
        left: Vec::new(),
    })
}

impl Following {
    /// The started job that uploads to a destination for certain.
    fn job_to(&self, to: &Destination) -> Option<(&Start, &Job)> {
        let by_push = |start: &&Start| start.event != Event::Release;
        let starts = self.started.starts.iter().filter(by_push);
        let mut jobs = starts.flat_map(|start| start.jobs.iter().map(move |job| (start, job)));
        jobs.find(|(_, job)| {
            let mut uploads = job.uploads.iter();
            job.is_certain() && uploads.any(|upload| self.is_same(&upload.to, to))
        })
    }

    /// Whether a job's upload is that to a destination. A job of our own that goes where the configuration says makes
    /// what is on GitHub as well; two at the same time would make two drafts.
    fn is_same(&self, index: &Index, to: &Destination) -> bool {
        let Destination::Index(target) = to else {
            let is_configured = *index == Index::Configured && self.is_as_configured;
            return is_configured && *to != Destination::Local;
        };
        let address = target.upload.to_string();
        let is_named = |name: &str| target.name.as_deref() == Some(name);
        match index {
            Index::Configured => true,
            Index::Unknown => false,
            Index::PyPi => is_named("pypi") || Index::of(&address) == Index::PyPi,
            Index::TestPyPi => is_named("testpypi") || Index::of(&address) == Index::TestPyPi,
            Index::Named(name) => is_named(name),
            Index::Address(own) => own.trim_end_matches('/') == address.trim_end_matches('/'),
        }
    }

    /// The lines of a plan: what is started, what is left to it, and what stands in its way.
    pub(super) fn human(&self) -> String {
        let mut lines = self.started.lines(&self.tag);
        for to in &self.left {
            if let Some((start, _)) = self.job_to(to) {
                let (name, file) = (to.name(), start.short());
                lines.push(format!(
                    "the upload to `{name}` is left to {file}; `--upload-here` uploads from here, too"
                ));
            }
        }
        let notes = self.notes().into_iter();
        lines.extend(notes.map(|note| format!("note: {note}")));
        lines.iter().map(|line| format!("  {line}\n")).collect()
    }

    fn notes(&self) -> Vec<String> {
        let is_in_actions = environment::variable("GITHUB_ACTIONS").as_deref() == Some("true");
        self.started.notes(&self.tag, self.tags, is_in_actions)
    }

    /// The workflows whose runs upload what was left to them, which GitHub tells by the tag.
    pub(super) fn files(&self) -> Vec<&str> {
        let starts = self.left.iter().filter_map(|to| self.job_to(to));
        let of_tag = starts.filter(|(start, _)| {
            start.event == Event::Tag && start.file.starts_with(".github/workflows/")
        });
        let mut files: Vec<&str> = of_tag.map(|(start, _)| &*start.file).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// What followed a push that ended a release: what each started job uploads, or has uploaded.
    pub(super) fn after(
        &self,
        ending: Option<&Ending>,
        has_files: impl Fn(&Destination) -> anyhow::Result<bool>,
    ) -> anyhow::Result<String> {
        let mut out = String::new();
        for to in &self.left {
            let Some((start, job)) = self.job_to(to) else {
                continue;
            };
            let (name, file, job, tag) = (to.name(), start.short(), &job.name, &self.tag);
            // The index of the releases is nothing without them.
            let only = match to {
                Destination::Index(_) => format!(" --to {name}"),
                _ => String::new(),
            };
            let status = format!("`publish status {tag}{only} --watch` follows it");
            let said = match ending {
                Some(Ending::Well) if has_files(to)? => format!("has uploaded to {name}"),
                Some(Ending::Well) => {
                    format!("ended well, and {name} shows none of the files yet; {status}")
                }
                Some(Ending::Open(why)) => format!("uploads to {name} ({why}); {status}"),
                Some(Ending::Failed(_)) => format!("was to upload to {name}"),
                Some(Ending::Interrupted) | None => format!("uploads to {name} now; {status}"),
            };
            out.push_str(&format!("  {file}, job {job}, {said}\n"));
        }
        Ok(out)
    }

    /// Who is to do what is left, in a line; `has_run` tells whether a run of it was seen.
    pub(super) fn awaits(&self, has_run: bool) -> String {
        let tag = &self.tag;
        let jobs = self.left.iter().filter_map(|to| {
            let (start, job) = self.job_to(to)?;
            let (file, job, name) = (start.short(), &job.name, to.name());
            Some(format!("{file}, job {job}, is to upload to `{name}`"))
        });
        let jobs: Vec<String> = jobs.collect();
        let asked = self.left.iter().filter(|_| !self.is_as_configured);
        let asked: String = asked.map(|to| format!(" --to {}", to.name())).collect();
        let starts = self.files().into_iter().map(|file| {
            let file = file.rsplit('/').next().unwrap_or(file);
            format!("; where no run of it appears, `gh workflow run {file} --ref {tag}` starts one")
        });
        let starts: String = starts.filter(|_| !has_run).collect();
        format!(
            "wait: {}; `publish status {tag}{asked} --watch` follows it{starts}",
            jobs.join(", ")
        )
    }

    /// What is started, for machines.
    pub(super) fn json(&self) -> Vec<JsonTrigger<'_>> {
        let starts = self.started.starts.iter();
        starts
            .map(|start| JsonTrigger {
                file: &start.file,
                event: match start.event {
                    Event::Tag => "tag",
                    Event::Branch(_) => "branch",
                    Event::Release => "release",
                    Event::After(_) => "workflow",
                },
                after: match &start.event {
                    Event::After(file) => Some(file),
                    _ => None,
                },
                jobs: start.jobs.iter().map(json_job).collect(),
            })
            .collect()
    }
}

fn json_job(job: &Job) -> JsonJob<'_> {
    let uploads = job.uploads.iter();
    JsonJob {
        name: &job.name,
        uploads: uploads
            .map(|upload| JsonUpload {
                to: match &upload.to {
                    Index::PyPi => "pypi",
                    Index::TestPyPi => "testpypi",
                    Index::Named(text) | Index::Address(text) => text,
                    Index::Configured => "targets",
                    Index::Unknown => "unknown",
                },
                by: &upload.by,
            })
            .collect(),
        may_publish: job.may.as_deref(),
        condition: job.condition.as_deref(),
        environment: job.environment.as_deref(),
    }
}

/// A workflow or pipeline that the push starts.
#[derive(Serialize)]
pub(super) struct JsonTrigger<'t> {
    file: &'t str,
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'t str>,
    jobs: Vec<JsonJob<'t>>,
}

#[derive(Serialize)]
struct JsonJob<'t> {
    name: &'t str,
    uploads: Vec<JsonUpload<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    may_publish: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'t str>,
}

#[derive(Serialize)]
struct JsonUpload<'t> {
    to: &'t str,
    by: &'t str,
}
