//! A member's path is not in its plain form.
use crate::dist::{Wheel, is_canonical};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-non-canonical-path",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member's path is not in its plain form",
        why: "Installers and RECORD spell the same file differently when it has `./`, `//`, or a dot or space at a part's end.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo//cli2.py", "")],
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
        .filter(|member| !is_canonical(&member.name));
    for member in bad.take(FEW) {
        let message = format!(
            "the path of the member `{}` has an empty part, `.`, or a part that ends in a dot or a space",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("build the wheel again with a current back-end");
    }
}
