//! The annotated tag's message says nothing.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-message-empty",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The annotated tag's message says nothing",
        why: "It stays in every clone, is what `git show` and release pages tell of the release, and cannot be \
              mended without moving the tag.",
        fix: "Make the tag again with a message; the version alone is enough.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 EMPTY refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 TAG refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

/// Messages that somebody wrote because one was asked for.
const PLACEHOLDERS: [&str; 12] = [
    "todo", "wip", "tbd", "fixme", "xxx", "tag", "message", "msg", "test", "tmp", "temp", "asdf",
];

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(object)) = (tag.is_released(), &tag.annotation) else {
        return;
    };
    let message = object.message.trim();
    let word = message.trim_matches(|c: char| !c.is_alphanumeric());
    let says = if message.is_empty() {
        "has an empty message".into()
    } else if word.is_empty() || PLACEHOLDERS.contains(&word.to_ascii_lowercase().as_str()) {
        format!("has the message `{message}`, which says nothing")
    } else {
        return;
    };
    findings
        .push(format!("the annotated tag `{}` {says}", tag.name))
        .at(tag.place())
        .help(format!(
            "{} with a message such as `Release {}`",
            tag.made_again(&tag.name),
            tag.name
        ));
}
