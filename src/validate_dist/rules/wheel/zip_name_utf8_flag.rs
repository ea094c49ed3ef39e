//! A member's name is not marked as UTF-8.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-name-utf8-flag",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member's name is not marked as UTF-8",
        why: "Without the mark it is in the old IBM code page by the specification, and some programs take it so.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["APPNOTE 4.4.4"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("demo/\u{e9}.py", ""),
                Change::Header("demo/\u{e9}.py", 6, b"\0\0"),
                Change::Listed("demo/\u{e9}.py", 8, b"\0\0"),
            ],
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
        .filter(|member| !member.name.is_ascii() && member.flags & 0x800 == 0);
    for member in bad.take(FEW) {
        let message = format!(
            "the name of the member `{}` is not marked as UTF-8",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
