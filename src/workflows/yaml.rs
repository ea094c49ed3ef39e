//! YAML as a tree of texts, lists and maps.
//!
//! No types are guessed: `on` is a text and no boolean, `1.10` is no number. Only the first document is read.
use saphyr_parser::{Event, Parser};
use std::collections::HashMap;

/// More is no workflow, and aliases can make much out of little.
const NODE_LIMIT: usize = 100_000;
const DEPTH_LIMIT: usize = 100;

/// A node of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// A collection that is not at its end yet.
struct Open {
    anchor: usize,
    node: Node,
    key: Option<String>,
}

/// Reads the first document of a text.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, Node> = HashMap::new();
    let mut count = 0;
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|error| error.to_string())?;
        let (anchor, node) = match event {
            Event::Alias(id) => {
                let named = anchors.get(&id).cloned();
                let named = named.unwrap_or_else(Node::nothing);
                count += named.size();
                (0, named)
            }
            Event::Scalar(text, style, anchor, _) => {
                let is_plain = style == saphyr_parser::ScalarStyle::Plain;
                let is_null = is_plain && matches!(&*text, "~" | "null" | "Null" | "NULL");
                let text = if is_null { "" } else { &*text };
                (anchor, Node::Text(text.to_owned()))
            }
            Event::SequenceStart(anchor, _) => {
                open.push(Open::new(anchor, Node::List(Vec::new())));
                continue;
            }
            Event::MappingStart(anchor, _) => {
                open.push(Open::new(anchor, Node::Map(Vec::new())));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(done) => (done.anchor, done.node),
                None => break,
            },
            Event::DocumentEnd => break,
            _ => continue,
        };
        count += 1;
        if count > NODE_LIMIT || open.len() > DEPTH_LIMIT {
            return Err("it is too large or too deep for a workflow".into());
        }
        if anchor > 0 {
            anchors.insert(anchor, node.clone());
        }
        match open.last_mut() {
            Some(parent) => parent.take(node),
            None => return Ok(node),
        }
    }
    Ok(Node::nothing())
}

impl Open {
    fn new(anchor: usize, node: Node) -> Self {
        Self {
            anchor,
            node,
            key: None,
        }
    }

    fn take(&mut self, node: Node) {
        match (&mut self.node, self.key.take()) {
            (Node::List(list), _) => list.push(node),
            (Node::Map(map), Some(key)) if key == "<<" => merge(map, node),
            (Node::Map(map), Some(key)) => {
                map.retain(|(known, _)| *known != key);
                map.push((key, node));
            }
            (Node::Map(_), None) => self.key = Some(node.text().unwrap_or_default().to_owned()),
            (Node::Text(_), _) => {}
        }
    }
}

/// Adds what is not there yet.
fn merge(map: &mut Vec<(String, Node)>, node: Node) {
    let more = match node {
        Node::Map(more) => more,
        Node::List(list) => {
            list.into_iter().for_each(|node| merge(map, node));
            return;
        }
        Node::Text(_) => return,
    };
    for (key, value) in more {
        if !map.iter().any(|(known, _)| *known == key) {
            map.push((key, value));
        }
    }
}

impl Node {
    /// A key without a value.
    pub(super) fn nothing() -> Self {
        Self::Text(String::new())
    }

    /// What a key of a map has; `None` where there is no such key, or no map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let found = self.entries().iter().find(|(known, _)| known == key);
        found.map(|(_, node)| node)
    }

    /// The text of a key of a map.
    pub(super) fn get_text(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a map.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(map) => map,
            _ => &[],
        }
    }

    /// The nodes of a list.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// The texts of a list, of lists in it, or of the one scalar that stands in its place.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => vec![text],
            Self::List(list) => list.iter().flat_map(Self::texts).collect(),
            Self::Map(_) => Vec::new(),
        }
    }

    /// Whether a scalar below this one passes a test.
    pub(super) fn any(&self, test: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => test(text),
            Self::List(list) => list.iter().any(|node| node.any(test)),
            Self::Map(map) => map.iter().any(|(key, node)| test(key) || node.any(test)),
        }
    }

    fn size(&self) -> usize {
        let below: usize = match self {
            Self::Text(_) => 0,
            Self::List(list) => list.iter().map(Self::size).sum(),
            Self::Map(map) => map.iter().map(|(_, node)| node.size()).sum(),
        };
        below + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_texts_lists_and_maps() {
        let node = parse("on: &e\n  push: {tags: ['v*', 1.10]}\nx:\n  <<: *e\n  y: ~\n---\nz: 1\n");
        let node = node.unwrap();
        let tags = node.get("on").unwrap().get("push").unwrap().get("tags");
        assert_eq!(tags.unwrap().texts(), ["v*", "1.10"]);
        let merged = node.get("x").unwrap();
        assert_eq!(merged.get("push"), node.get("on").unwrap().get("push"));
        assert_eq!(merged.get_text("y"), Some(""));
        assert_eq!(node.get("z"), None);
    }

    #[test]
    fn much_out_of_little_is_refused() {
        let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (now, before) in ["b", "c", "d", "e", "f", "g"]
            .iter()
            .zip(["a", "b", "c", "d", "e", "f"])
        {
            bomb += &format!(
                "{now}: &{now} [{}]\n",
                vec![format!("*{before}"); 10].join(", ")
            );
        }
        let deep = "[".repeat(5_000);
        assert!(parse(&bomb).is_err());
        assert!(parse(&deep).is_err());
        assert!(parse("a: [1\nb: 2").is_err());
        assert_eq!(parse(""), Ok(Node::nothing()));
    }
}
