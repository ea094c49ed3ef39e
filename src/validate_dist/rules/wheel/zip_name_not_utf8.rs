//! A member's name is not UTF-8.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-name-not-utf8",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name is not UTF-8",
        why: "Programs guess what its bytes mean, and each guesses otherwise.",
        fix: "Rename the file.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Header("demo/cli.py", 30, b"d\xffmo"),
                Change::Listed("demo/cli.py", 46, b"d\xffmo"),
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
        .filter(|member| std::str::from_utf8(&member.name).is_err());
    for member in bad.take(FEW) {
        let message = format!(
            "the name of the member `{}` is not UTF-8",
            member.name.escape_ascii()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("give the file another name");
    }
}
