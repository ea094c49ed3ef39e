//! The tag's name holds a placeholder that was never filled in.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-unexpanded-template",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag's name holds a placeholder that was never filled in",
        why: "A release tool was misconfigured and pushed its template; such tags stay in every clone for good.",
        fix: "Delete the tag, and correct the tool's setting (`tag_name` of bump-my-version, for one).",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v{new_major}.{new_minor} HEAD refs/tags/v{new_major}.{new_minor} 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    if tag.object.is_some() && super::is_template(&tag.name) {
        findings
            .push(format!(
                "tag `{}` holds a placeholder that was never filled in",
                tag.name
            ))
            .at(tag.place())
            .help(format!("delete it: `git tag -d '{}'`", tag.name));
    }
}
