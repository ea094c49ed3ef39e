//! The tag's signature does not hold.
use crate::git::Verification;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-signature-bad",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag's signature does not hold",
        why: "The tag was changed after it was signed, or its key was revoked: it is not what its maker vouched \
              for; speaks only where `tags.verify` is set.",
        fix: "Find out who made the tag, and make it again from the commit that is meant.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 FORGED refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nverify = true\n")],
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 SIGNED refs/tags/v1.2.3 0"],
            tree: &[("release-guard.toml", "[tags]\nverify = true\n")],
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let Some((kind, Verification::Bad(reason))) = tag.verification() else {
        return;
    };
    if tag.is_released() {
        findings
            .push(format!(
                "the {kind} signature of tag `{}` does not hold: {reason}",
                tag.name
            ))
            .at(tag.place())
            .help(format!(
                "find out who made it; then {}",
                tag.made_again(&tag.name)
            ));
    }
}
