//! A member's name is not UTF-8.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-name-not-utf8",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name is not UTF-8",
        why: "Programs guess what its bytes mean, and each guesses otherwise.",
        fix: "Rename the file.",
        from: &["PEP 625", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Header("demo-1.0/LICENSE", 0, b"demo-1.0/\xff")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let bad = facts
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
