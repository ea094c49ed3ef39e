//! The release tag is not signed, and this project wants it to be.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-unsigned",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The release tag is not signed, and this project wants it to be",
        why: "A signature says who made the release, whoever may push here; speaks only where `tags.signed` or \
              `tags.verify` is set.",
        fix: "Make it again with `git tag -s`.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 TAG refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nsigned = true\n")],
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 SIGNED refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nsigned = true\n")],
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(key)) = (tag.is_released(), tag.wanted.signed) else {
        return;
    };
    let what = match &tag.annotation {
        Some(object) if object.signature.is_some() => return,
        Some(_) => "annotated but not signed",
        // `tag-lightweight` says that, and a signature needs what it wants.
        None if tag.wanted.annotated => return,
        None => "lightweight and so not signed",
    };
    findings
        .push(format!(
            "tag `{}` is {what}, and `{key}` wants a signature",
            tag.name
        ))
        .at(tag.place())
        .help(tag.made_again(&tag.name));
}
