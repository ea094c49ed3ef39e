//! Windows cannot write a file of a member's name.
use crate::dist::{Wheel, is_reserved};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-windows-reserved",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Windows cannot write a file of a member's name",
        why: "`con`, `aux`, `nul` and the like are devices there whatever follows the first dot, and some characters are none of a file's.",
        fix: "Rename the file.",
        from: &["Windows"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/aux.py", "")],
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
        .filter(|member| is_reserved(&member.name));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has a name that Windows cannot write",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("give the file another name");
    }
}
