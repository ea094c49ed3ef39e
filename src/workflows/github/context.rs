//! What the names in a condition have in a run: `github.ref`, `inputs.x`, `needs.x.result`.
//!
//! Only what a tag, a branch and the files tell; the rest is not known.
use crate::workflows::Pushed;
use crate::workflows::condition::{Holds, Value};
use crate::workflows::job::Event;
use crate::workflows::yaml::Node;

/// What a run knows of its event.
#[derive(Debug, Clone)]
pub(super) struct Context {
    event_name: &'static str,
    reference: String,
    name: String,
    tag: String,
    /// What the caller hands over; `None` where nobody called.
    inputs: Option<Node>,
}

impl Context {
    /// Of an event that a push is.
    pub(super) fn new(event: &Event, pushed: Pushed<'_>) -> Self {
        let (event_name, reference, name) = match event {
            Event::Branch(branch) => ("push", format!("refs/heads/{branch}"), branch.as_str()),
            Event::Release => ("release", format!("refs/tags/{}", pushed.tag), pushed.tag),
            _ => ("push", format!("refs/tags/{}", pushed.tag), pushed.tag),
        };
        Self {
            event_name,
            reference,
            name: name.to_owned(),
            tag: pushed.tag.to_owned(),
            inputs: None,
        }
    }

    /// Of a workflow that starts when another one ended.
    pub(super) fn after(event: &Event, pushed: Pushed<'_>) -> Self {
        Self {
            event_name: "workflow_run",
            ..Self::new(event, pushed)
        }
    }

    /// Of a workflow that is called with these inputs; `of` says what they are otherwise.
    pub(super) fn called(&self, with: &Node, of: &Node) -> Self {
        let mut inputs: Vec<(String, Node)> = with.entries().to_vec();
        for (name, input) in of.entries() {
            if !inputs.iter().any(|(known, _)| known == name) {
                let default = input.get("default").cloned();
                inputs.push((name.clone(), default.unwrap_or_else(Node::nothing)));
            }
        }
        Self {
            inputs: Some(Node::Map(inputs)),
            ..self.clone()
        }
    }

    /// What a name has.
    pub(super) fn find(&self, name: &str) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        if let Some(input) = name.strip_prefix("inputs.") {
            return self.input(input);
        }
        if name.starts_with("needs.") && name.ends_with(".result") {
            return text("success");
        }
        match name {
            "github.event_name" => text(self.event_name),
            // A workflow that follows another one runs on the default branch.
            "github.ref" | "github.ref_name" | "github.ref_type"
                if self.event_name == "workflow_run" =>
            {
                Value::Unknown
            }
            "github.ref" => text(&self.reference),
            "github.ref_name" | "github.event.workflow_run.head_branch" => text(&self.name),
            "github.ref_type" => text(match self.reference.starts_with("refs/tags/") {
                true => "tag",
                false => "branch",
            }),
            "github.repository" | "github.repository_owner" => Value::AsWanted,
            "github.event.workflow_run.conclusion" => text("success"),
            "github.event.workflow_run.event" => text("push"),
            "github.event.release.tag_name" => text(&self.tag),
            "github.event.action" if self.event_name == "release" => text("published"),
            "github.event.repository.fork" | "github.event.deleted" => Value::Truth(Holds::No),
            "github.actor" | "github.triggering_actor" => text("somebody"),
            "github.head_ref" | "github.base_ref" | "github.event.pull_request" => Value::Null,
            name if name.starts_with("github.event.inputs.") => Value::Null,
            name if name.starts_with("github.event.pull_request.") => Value::Null,
            _ => Value::Unknown,
        }
    }

    fn input(&self, name: &str) -> Value {
        let Some(inputs) = &self.inputs else {
            return Value::Null;
        };
        match inputs.get_text(name) {
            Some(text) if text.contains("${{") => Value::Unknown,
            Some("true") => Value::Truth(Holds::Yes),
            Some("false") => Value::Truth(Holds::No),
            Some(text) => Value::Text(text.to_owned()),
            None => Value::Unknown,
        }
    }

    /// A text with what is known of its expressions put in; the others stay.
    pub(super) fn filled(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${{") {
            let Some((inner, after)) = behind.split_once("}}") else {
                break;
            };
            out.push_str(before);
            match self.first_of(inner) {
                Some(value) => out.push_str(&value),
                None => out.push_str(&format!("${{{{{inner}}}}}")),
            }
            rest = after;
        }
        out + rest
    }

    /// The first of `a || 'b'` that is something; `None` where that is not known.
    fn first_of(&self, expression: &str) -> Option<String> {
        for part in expression.split("||").map(str::trim) {
            let quoted = part
                .strip_prefix('\'')
                .and_then(|part| part.strip_suffix('\''));
            if let Some(text) = quoted.filter(|text| !text.contains('\'')) {
                return Some(text.to_owned());
            }
            match self.find(part) {
                Value::Text(text) if text.is_empty() => {}
                Value::Text(text) => return Some(text),
                Value::Null => {}
                _ => return None,
            }
        }
        Some(String::new())
    }

    /// The texts of a map, filled.
    pub(super) fn filled_map(&self, map: &Node) -> Node {
        let entries = map.entries().iter().map(|(key, value)| {
            let text = self.filled(value.text().unwrap_or_default());
            (key.clone(), Node::Text(text))
        });
        Node::Map(entries.collect())
    }
}
