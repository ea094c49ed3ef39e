//! A member's name has a backslash.
use crate::dist::{Wheel, has_backslash};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-backslash",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name has a backslash",
        why: "It separates folders on Windows and is a character of the name elsewhere.",
        fix: "Build on another system, or with a current back-end.",
        from: &["APPNOTE 4.4.17"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo\\evil.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let bad = facts
        .members
        .members
        .iter()
        .filter(|member| has_backslash(&member.name));
    for member in bad.take(FEW) {
        let message = format!("the member `{}` has a backslash in its name", member.text());
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("build it again with a current back-end");
    }
}
