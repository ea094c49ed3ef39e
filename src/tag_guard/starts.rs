//! What pushed tags start, said beside the judgement: which job uploads where.
//!
//! Judges nothing: a workflow that cannot be read is no reason to refuse a tag.
use super::facts::PushedTag;
use super::tagged_tree;
use crate::git::{PushedRef, Repository};
use crate::workflows::{self, Pushed};
use std::rc::Rc;

/// For more tags at once GitHub starts nothing, which a rule says.
const MOST: usize = 3;

/// The lines for people that say which jobs the release tags of a push start that upload, or may.
pub(super) fn lines(
    repository: &Rc<Repository>,
    refs: &[PushedRef],
    judged: &[PushedTag],
) -> String {
    let mut out = String::new();
    if judged.len() > MOST {
        return out;
    }
    for tag in judged.iter().filter(|tag| tag.is_released()) {
        let is_its = |pushed: &&PushedRef| pushed.tag() == Some(&*tag.name);
        let tree = refs.iter().find(is_its);
        let tree = tree.and_then(|pushed| tagged_tree(repository, pushed).ok()?);
        let pushed = Pushed {
            tag: &tag.name,
            branch: None,
        };
        let started = tree.and_then(|tree| workflows::started(&tree, pushed).ok());
        for line in started.unwrap_or_default().uploads(&tag.name) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}
