//! pre-commit or prek carries the guard, and hides most tags from it.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::push::{Carrier, Push};

pub(super) const RULE: Rule<Push> = Rule {
    about: About {
        name: "tag-carrier-blind",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "pre-commit or prek runs the guard, and hides most pushed tags from it",
        why: "Both run no hook for a tag on a commit that is pushed already, which is the usual release push, and \
              tell a hook of one ref only. Never fails.",
        fix: "Run `tag-guard install`, which puts a native hook in beside them.",
        from: &["pre-commit 2107", "prek"],
        bad: Example::Push {
            refs: &[],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(push: &Push, findings: &mut Findings) {
    if push.carrier == Carrier::FrameworkAlone {
        let finding = findings.push("pre-commit and prek hide most tag pushes from hooks");
        finding.severity = finding.severity.min(Severity::Note);
        finding.help("run `tag-guard install` to guard them all");
    }
}
