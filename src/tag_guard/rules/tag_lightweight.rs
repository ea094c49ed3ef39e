//! The release tag is not annotated, and this project wants it to be.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-lightweight",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The release tag is not annotated, and this project wants it to be",
        why: "Only an annotated tag says who made it and when, can be signed, and goes with `git push --follow-tags`; \
              speaks only where `tags.annotated` is set.",
        fix: "Make it again with `git tag -a`.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nannotated = true\n")],
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 TAG refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nannotated = true\n")],
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    if tag.wanted.annotated && tag.is_released() && tag.annotation.is_none() {
        findings
            .push(format!(
                "tag `{}` is lightweight, and `tags.annotated` wants a message, a tagger and a date",
                tag.name
            ))
            .at(tag.place())
            .help(tag.made_again(&tag.name));
    }
}
