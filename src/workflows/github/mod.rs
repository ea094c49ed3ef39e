//! The workflows of GitHub: what starts them, and what their jobs upload.
//!
//! Called workflows and actions of the same repository are followed; those of others are not fetched.
mod context;
mod events;
mod jobs;

use super::Pushed;
use super::job::{Event, Start, Started};
use super::yaml::{self, Node};
use crate::git::{EntryKind, GitError, Next, Snapshot};
use crate::source::RepoPath;
use context::Context;
use jobs::Run;

const FOLDER: &str = ".github/workflows";

/// A chain of workflows that start one another ends on GitHub, too.
const CHAIN_LIMIT: usize = 3;

/// A workflow of the tree.
struct Workflow {
    file: String,
    node: Node,
}

/// Adds what a push starts.
pub(super) fn read(
    tree: &Snapshot,
    pushed: Pushed<'_>,
    started: &mut Started,
) -> Result<(), GitError> {
    let mut workflows = Vec::new();
    for path in files(tree)? {
        match node(tree, &path)? {
            Some(Ok(node)) => workflows.push(Workflow {
                file: path.to_string(),
                node,
            }),
            Some(Err(why)) => started.unread.push((path.to_string(), why)),
            None => {}
        }
    }
    let first = started.starts.len();
    for workflow in &workflows {
        for event in events::of(&workflow.node, pushed) {
            let context = Context::new(&event.event, pushed);
            started
                .starts
                .extend(start(tree, workflow, event, &context)?);
        }
    }
    let mut from = first;
    for _ in 0..CHAIN_LIMIT {
        let before: Vec<Start> = started.starts.get(from..).unwrap_or_default().to_vec();
        from = started.starts.len();
        for earlier in before.iter().filter(|start| start.event != Event::Release) {
            follow(tree, &workflows, earlier, pushed, started)?;
        }
    }
    // What uploads nothing and starts by something else than the tag is no part of a release.
    let counts = |start: &Start| start.event == Event::Tag || !start.jobs.is_empty();
    started.starts.retain(counts);
    Ok(())
}

/// Adds the workflows that the end of another one starts.
fn follow(
    tree: &Snapshot,
    workflows: &[Workflow],
    earlier: &Start,
    pushed: Pushed<'_>,
    started: &mut Started,
) -> Result<(), GitError> {
    let Some(first) = workflows.iter().find(|own| own.file == earlier.file) else {
        return Ok(());
    };
    let name = first.node.get_text("name").unwrap_or(&first.file);
    for workflow in workflows {
        if !events::follows(&workflow.node, name) {
            continue;
        }
        let event = Event::After(earlier.file.clone());
        let is_known = |start: &Start| start.file == workflow.file && start.event == event;
        if started.starts.iter().any(is_known) {
            continue;
        }
        let context = Context::after(&earlier.event, pushed);
        let event = events::Met::surely(event);
        started
            .starts
            .extend(start(tree, workflow, event, &context)?);
    }
    Ok(())
}

fn start(
    tree: &Snapshot,
    workflow: &Workflow,
    met: events::Met,
    context: &Context,
) -> Result<Option<Start>, GitError> {
    let run = Run { tree, context };
    let mut jobs = run.jobs(&workflow.node)?;
    for job in &mut jobs {
        job.condition = job.condition.take().or_else(|| met.condition.clone());
    }
    Ok(Some(Start {
        file: workflow.file.clone(),
        event: met.event,
        jobs,
    }))
}

/// The files of the workflows.
fn files(tree: &Snapshot) -> Result<Vec<RepoPath>, GitError> {
    let mut found = Vec::new();
    let folder = RepoPath::from(FOLDER);
    tree.walk(&mut |entry| {
        let path = entry.path;
        let is_file = matches!(entry.kind, EntryKind::File | EntryKind::Link);
        if is_file && path.parent().as_ref() == Some(&folder) {
            let name = path.file_name();
            if name.ends_with(b".yml") || name.ends_with(b".yaml") {
                found.push(path.clone());
            }
        }
        let is_on_the_way = *path == folder || folder.is_below(path);
        if is_on_the_way {
            Next::Into
        } else {
            Next::Over
        }
    })?;
    Ok(found)
}

/// What a file of the tree says; `None` where there is none.
fn node(tree: &Snapshot, path: &RepoPath) -> Result<Option<Result<Node, String>>, GitError> {
    let Some(bytes) = tree.read(path)? else {
        return Ok(None);
    };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(_) => return Ok(Some(Err("it is not UTF-8".into()))),
    };
    Ok(Some(yaml::parse(text)))
}
