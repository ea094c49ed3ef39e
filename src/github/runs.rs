//! Workflow runs: what GitHub Actions does for a tag, and how far it is.
//!
//! Starts and cancels none. Whoever asks needs `actions: read`, or nothing where the repository is public.
use super::api::Api;
use super::error::GithubError;
use super::site::{Site, Token};
use crate::http::{Client, Method, Watch};
use serde::Deserialize;

/// The workflow runs of a repository, and whoever asks for them.
pub struct Runs<'w> {
    api: Api<'w>,
}

/// A run of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Run {
    /// Its number.
    pub id: u64,
    /// The path of the workflow's file.
    pub path: String,
    /// What started it: `push`, `workflow_dispatch`, ….
    pub event: String,
    /// `queued`, `in_progress`, `waiting` (for whoever approves), …, `completed`.
    pub status: String,
    /// How it ended: `success`, `failure`, `cancelled`, ….
    pub conclusion: Option<String>,
    /// Its page.
    pub html_url: String,
    /// The commit it runs on.
    pub head_sha: String,
    /// The jobs that failed, where it failed.
    #[serde(skip)]
    pub failed: Vec<String>,
}

#[derive(Deserialize)]
struct Page {
    workflow_runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Jobs {
    jobs: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    name: String,
    conclusion: Option<String>,
}

impl<'w> Runs<'w> {
    /// Those of a repository.
    pub fn of(site: Site, client: Client, token: Option<Token>, watch: &'w Watch<'w>) -> Self {
        Self {
            api: Api::new(site, client, token, watch),
        }
    }

    /// The runs of a tag on a commit, the latest of each workflow and event; of those that failed, the jobs that did.
    pub fn of_tag(&self, tag: &str, commit: &str) -> Result<Vec<Run>, GithubError> {
        let url = self.api.site.at("/actions/runs");
        let url = url.with_query(&[("branch", tag), ("per_page", "100")]);
        let answer = self.api.ask(Method::Get, &url, None)?;
        let page: Page = self.api.read(&answer, &[200])?;
        let mut runs: Vec<Run> = Vec::new();
        // The latest comes first.
        for run in page.workflow_runs {
            let is_same = |own: &Run| own.file() == run.file() && own.event == run.event;
            if run.head_sha == commit && !runs.iter().any(is_same) {
                runs.push(run);
            }
        }
        for run in runs.iter_mut().filter(|run| run.has_failed()) {
            run.failed = self.failed(run)?;
        }
        Ok(runs)
    }

    fn failed(&self, run: &Run) -> Result<Vec<String>, GithubError> {
        let url = self.api.site.at(&format!("/actions/runs/{}/jobs", run.id));
        let url = url.with_query(&[("per_page", "100")]);
        let answer = self.api.ask(Method::Get, &url, None)?;
        let jobs: Jobs = self.api.read(&answer, &[200])?;
        let is_bad = |job: &Job| job.conclusion.as_deref().is_some_and(is_failure);
        let failed = jobs.jobs.into_iter().filter(is_bad);
        Ok(failed.map(|job| job.name).collect())
    }
}

impl Run {
    /// The path of the workflow's file, without the ref that some answers add.
    pub fn file(&self) -> &str {
        self.path
            .split_once('@')
            .map_or(&*self.path, |(path, _)| path)
    }

    /// Whether it ended, well or not.
    pub fn has_ended(&self) -> bool {
        self.status == "completed"
    }

    /// Whether it waits for somebody who approves it.
    pub fn is_waiting(&self) -> bool {
        self.status == "waiting" || self.conclusion.as_deref() == Some("action_required")
    }

    /// Whether it ended, and not well.
    pub fn has_failed(&self) -> bool {
        self.has_ended() && self.conclusion.as_deref().is_some_and(is_failure)
    }
}

fn is_failure(conclusion: &str) -> bool {
    !matches!(
        conclusion,
        "success" | "skipped" | "neutral" | "action_required"
    )
}
