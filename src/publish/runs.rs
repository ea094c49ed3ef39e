//! The workflow runs of a tag: how they stand, and followed until they end.
//!
//! Starts none and stops none. A release is no worse for it where GitHub does not tell.
use super::destination::Destination;
use super::forge_release::Home;
use super::material::remote_of;
use super::world::World;
use crate::environment;
use crate::github::{GithubError, Run, Runs, Site};
use crate::http::{Client, Moment};
use crate::terminal::Terminal;
use serde::Serialize;
use std::ops::ControlFlow;
use std::time::Duration;

/// How often runs are looked at: ever more seldom, up to the last of these seconds.
const PAUSES: [u64; 6] = [1, 2, 3, 5, 8, 10];

/// How often whoever has no token may look: sixty times in an hour are free.
const PAUSE_WITHOUT_TOKEN: Duration = Duration::from_secs(75);

/// How long a run may take to appear.
const APPEARS_WITHIN: Duration = Duration::from_secs(90);

/// The runs of a tag.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// They, the latest of each workflow.
    pub(super) runs: Vec<Run>,
    /// Why they are not told.
    pub(super) untold: Option<String>,
}

/// How the runs ended that were followed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// They were not followed to their end: why.
    Open(String),
    /// All of them well.
    Well,
    /// These did not.
    Failed(Vec<Run>),
    /// Whoever looked on went away.
    Interrupted,
}

impl Seen {
    /// Asks GitHub, where the repository is there.
    pub(super) fn of(tag: &str, commit: &str, world: &World<'_>) -> Self {
        let Some(site) = site(world) else {
            return Self::default();
        };
        match ask(&site, tag, commit, world.terminal) {
            Ok(runs) => Self { runs, untold: None },
            Err(error) => Self {
                runs: Vec::new(),
                untold: Some(first_line(&error)),
            },
        }
    }

    /// The first that has not ended, but for the one that asks.
    pub(super) fn unfinished(&self) -> Option<&Run> {
        let own = environment::variable("GITHUB_RUN_ID");
        let is_other = |run: &&Run| own.as_deref() != Some(&*run.id.to_string());
        let mut open = self.runs.iter().filter(|run| !run.has_ended());
        open.find(is_other)
    }

    /// For machines.
    pub(super) fn json(&self) -> Vec<JsonRun<'_>> {
        let runs = self.runs.iter();
        runs.map(|run| JsonRun {
            id: run.id,
            file: run.file(),
            event: &run.event,
            status: &run.status,
            conclusion: run.conclusion.as_deref(),
            failed_jobs: &run.failed,
            url: &run.html_url,
        })
        .collect()
    }
}

/// Looks at the runs of these workflows until each has ended, and says what changes; `None` where GitHub is not the place.
pub(super) fn follow(files: &[&str], tag: &str, commit: &str, world: &World<'_>) -> Option<Ending> {
    let site = site(world)?;
    Some(to_the_end(&site, files, tag, commit, world.terminal))
}

fn to_the_end(site: &Site, files: &[&str], tag: &str, commit: &str, terminal: &Terminal) -> Ending {
    let names: Vec<&str> = files.iter().map(|file| short(file)).collect();
    terminal.say(&format!(
        "following {}; Ctrl-C leaves it to itself",
        names.join(" and ")
    ));
    let has_token = site.token().is_some();
    let (mut said, mut waited) = (Vec::new(), Duration::ZERO);
    for turn in 0.. {
        let pause = match has_token {
            true => Duration::from_secs(PAUSES[turn.min(PAUSES.len() - 1)]),
            false => PAUSE_WITHOUT_TOKEN,
        };
        if !terminal.wait(pause) {
            return Ending::Interrupted;
        }
        waited += pause;
        let mut runs = match ask(site, tag, commit, terminal) {
            Ok(runs) => runs,
            Err(_) if terminal.is_interrupted() => return Ending::Interrupted,
            Err(error) => return Ending::Open(first_line(&error)),
        };
        runs.retain(|run| files.contains(&run.file()));
        for line in runs.iter().map(line) {
            if !said.contains(&line) {
                terminal.say(&format!("  {line}"));
                said.push(line);
            }
        }
        let (ended, open): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(Run::has_ended);
        let is_there = |file: &&str| ended.iter().chain(&open).any(|run| run.file() == *file);
        if !open.is_empty() && open.iter().all(Run::is_waiting) && !terminal.is_interactive() {
            return Ending::Open("it waits for somebody who approves it".into());
        }
        if open.is_empty() && files.iter().all(is_there) {
            let (failed, well): (Vec<Run>, Vec<Run>) = ended.into_iter().partition(Run::has_failed);
            return match (failed.is_empty(), well.iter().any(Run::is_waiting)) {
                (false, _) => Ending::Failed(failed),
                (true, true) => Ending::Open("it waits for somebody who approves it".into()),
                (true, false) => Ending::Well,
            };
        }
        if open.is_empty() && waited > APPEARS_WITHIN {
            return Ending::Open("no run of it has appeared yet".into());
        }
    }
    Ending::Interrupted
}

/// A run, how it stands, and where.
pub(super) fn line(run: &Run) -> String {
    let (file, event, page) = (short(run.file()), &run.event, &run.html_url);
    format!("{file} ({event}) {}: {page}", standing(run))
}

fn short(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn standing(run: &Run) -> String {
    if run.is_waiting() {
        return "waits for somebody who approves it".into();
    }
    let failed = match run.failed.is_empty() {
        true => String::new(),
        false => format!(" in {}", run.failed.join(", ")),
    };
    match (run.status.as_str(), run.conclusion.as_deref()) {
        ("completed", Some("success")) => "succeeded".into(),
        ("completed", Some("failure")) => format!("failed{failed}"),
        ("completed", Some("cancelled")) => "was cancelled".into(),
        ("completed", Some(other)) => format!("ended: {}{failed}", other.replace('_', " ")),
        ("in_progress", _) => "runs".into(),
        ("queued" | "requested" | "pending", _) => "is queued".into(),
        (other, _) => other.replace('_', " "),
    }
}

/// The way out where runs failed.
pub(super) fn way_out(failed: &[Run], tag: &str) -> String {
    let again = failed.iter();
    let again: Vec<String> = again
        .map(|run| format!("`gh run rerun {} --failed`", run.id))
        .collect();
    format!(
        "mend what the log shows, then {}; `publish status {tag}` says what is there",
        again.join(" and ")
    )
}

fn site(world: &World<'_>) -> Option<Site> {
    let own = world.destinations.iter().find_map(|to| match to {
        Destination::Forge(home) => match &**home {
            Home::Github(site) => Some(site.clone()),
            Home::Gitlab(_) => None,
        },
        _ => None,
    });
    own.or_else(|| Site::find(remote_of(&world.repository).as_deref()).ok())
}

fn ask(site: &Site, tag: &str, commit: &str, terminal: &Terminal) -> Result<Vec<Run>, GithubError> {
    let watch = |_: Moment| match terminal.is_interrupted() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let client = Client::new()?;
    Runs::of(site.clone(), client, site.token(), &watch).of_tag(tag, commit)
}

fn first_line(error: &GithubError) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

/// A run, for machines.
#[derive(Serialize)]
pub(super) struct JsonRun<'r> {
    id: u64,
    file: &'r str,
    event: &'r str,
    status: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    conclusion: Option<&'r str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    failed_jobs: &'r [String],
    url: &'r str,
}
