//! Which events of `on` a push, or a release that is published after it, is.
//!
//! Not whether the jobs run then: that is `jobs`'s.
use crate::workflows::Pushed;
use crate::workflows::job::Event;
use crate::workflows::pattern::is_taken;
use crate::workflows::yaml::Node;

/// An event that starts a workflow.
pub(super) struct Met {
    pub(super) event: Event,
    /// What else has to hold, where the tree does not tell.
    pub(super) condition: Option<String>,
}

impl Met {
    pub(super) fn surely(event: Event) -> Self {
        Self {
            event,
            condition: None,
        }
    }
}

/// The events that start a workflow, each once.
pub(super) fn of(workflow: &Node, pushed: Pushed<'_>) -> Vec<Met> {
    let mut met = Vec::new();
    let push = event(workflow, "push");
    let by_tag = push
        .as_ref()
        .is_some_and(|push| takes_tag(push, pushed.tag));
    if by_tag || event(workflow, "create").is_some() {
        met.push(Met::surely(Event::Tag));
    }
    if let (Some(push), Some(branch)) = (&push, pushed.branch)
        && takes_branch(push, branch)
    {
        let paths = push.get("paths").or_else(|| push.get("paths-ignore"));
        met.push(Met {
            event: Event::Branch(branch.to_owned()),
            condition: paths.map(|_| "its `paths` are among what changes".into()),
        });
    }
    let release = event(workflow, "release");
    if release.is_some_and(|release| is_published(&release)) {
        met.push(Met::surely(Event::Release));
    }
    met
}

/// Whether the end of a workflow starts this one.
pub(super) fn follows(workflow: &Node, name: &str) -> bool {
    let run = event(workflow, "workflow_run");
    let names = run.as_ref().and_then(|run| run.get("workflows"));
    names.is_some_and(|names| names.texts().contains(&name))
}

/// What stands below an event of `on`, which may be a text, a list or a map.
fn event(workflow: &Node, name: &str) -> Option<Node> {
    let on = workflow.get("on")?;
    match on {
        Node::Map(_) => on.get(name).cloned(),
        _ => on.texts().contains(&name).then(Node::nothing),
    }
}

/// Where only branches are named, no tag is taken, and the other way round; paths do not count for tags.
fn takes_tag(push: &Node, tag: &str) -> bool {
    takes(
        push,
        tag,
        ["tags", "tags-ignore"],
        ["branches", "branches-ignore"],
    )
}

fn takes_branch(push: &Node, branch: &str) -> bool {
    takes(
        push,
        branch,
        ["branches", "branches-ignore"],
        ["tags", "tags-ignore"],
    )
}

fn takes(push: &Node, name: &str, own: [&str; 2], other: [&str; 2]) -> bool {
    let [taken, ignored] = own.map(|key| push.get(key));
    match (taken, ignored) {
        (Some(taken), _) => is_taken(&taken.texts(), name),
        (None, Some(ignored)) => !is_taken(&ignored.texts(), name),
        (None, None) => other.iter().all(|key| push.get(key).is_none()),
    }
}

fn is_published(release: &Node) -> bool {
    let Some(types) = release.get("types") else {
        return true;
    };
    let types = types.texts();
    ["published", "released", "created", "prereleased"]
        .iter()
        .any(|kind| types.contains(kind))
}
