//! A folder in a wheel has content.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-directory-with-data",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A folder in a wheel has content",
        why: "Some programs write a file there, others drop it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/data/", "hidden")],
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
        .filter(|member| member.is_folder() && (member.size != 0 || member.crc != 0));
    for member in bad.take(FEW) {
        let message = format!(
            "the folder `{}` has {} bytes of content",
            member.text(),
            member.size
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
