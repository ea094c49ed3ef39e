//! A member's name leads out of the folder it is unpacked in.
use crate::dist::{Wheel, climbs};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-path-traversal",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name leads out of the folder it is unpacked in",
        why: "A path with `..` writes over files of the user when it is unpacked; installers refuse it.",
        fix: "Remove the member; no build back-end makes one like it.",
        from: &["pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("../evil.py", "")],
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
        .filter(|member| climbs(&member.name));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` would be written outside the folder it is unpacked in",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("do not install or publish this file before you know where it comes from");
    }
}
