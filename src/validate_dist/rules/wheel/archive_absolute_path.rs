//! A member's name is an absolute path.
use crate::dist::{Wheel, is_absolute};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-absolute-path",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name is an absolute path",
        why: "It is written where it says instead of below the folder it is unpacked in; installers refuse it.",
        fix: "Remove the member; no build back-end makes one like it.",
        from: &["pip", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("/etc/evil", "")],
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
        .filter(|member| is_absolute(&member.name));
    for member in bad.take(FEW) {
        let message = format!("the member `{}` has an absolute path", member.text());
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("do not install or publish this file before you know where it comes from");
    }
}
