//! More than three tags are in one push.
use crate::git::PushedRef;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::names::looks_like_release;
use crate::tag_guard::push::{Carrier, Push};

pub(super) const RULE: Rule<Push> = Rule {
    about: About {
        name: "tag-ci-trigger",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "More than three tags are in one push",
        why: "GitHub creates no event for tags when more than three are pushed at once, and GitLab may send none for \
              more than one: the workflow that publishes never starts, and nothing says so.",
        fix: "Push the tags in several pushes of at most three.",
        from: &["GitHub: events that trigger workflows"],
        bad: Example::Push {
            refs: &[
                "refs/tags/v1.2.0 HEAD refs/tags/v1.2.0 0",
                "refs/tags/v1.2.1 HEAD refs/tags/v1.2.1 0",
                "refs/tags/v1.2.2 HEAD refs/tags/v1.2.2 0",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &[
                "refs/tags/v1.2.1 HEAD refs/tags/v1.2.1 0",
                "refs/tags/v1.2.2 HEAD refs/tags/v1.2.2 0",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &[],
        },
    },
    check,
};

/// GitHub creates events for at most this many.
const LIMIT: usize = 3;

/// Whether the tags of a push, of which one is a release's, start nothing. A server of one's own has other limits, and
/// what pre-commit tells is only guessed.
pub(super) fn is_too_many(push: &Push) -> bool {
    let tags = tags(push);
    push.carrier == Carrier::Git
        && tags.len() > LIMIT
        && tags.iter().any(|tag| looks_like_release(tag, &[]))
}

fn tags(push: &Push) -> Vec<&str> {
    let is_pushed = |pushed: &&PushedRef| pushed.local.is_some() && pushed.local != pushed.remote;
    let refs = push.refs.iter().filter(is_pushed);
    refs.filter_map(PushedRef::tag).collect()
}

fn check(push: &Push, findings: &mut Findings) {
    if !is_too_many(push) {
        return;
    }
    let tags = tags(push);
    let finding = findings.push(format!(
        "this push has `{}` tags, and GitHub starts no workflow for more than `{LIMIT}` at once",
        tags.len()
    ));
    for tag in &tags {
        finding.at(Place::git_ref(&format!("refs/tags/{tag}")));
    }
    let commands: Vec<String> = tags
        .chunks(LIMIT)
        .map(|some| format!("`git push origin {}`", some.join(" ")))
        .collect();
    finding.help(format!("push them in parts: {}", commands.join(", then ")));
}
