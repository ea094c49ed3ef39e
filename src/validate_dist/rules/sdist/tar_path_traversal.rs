//! A member's name leads out of the folder it is unpacked in.
use crate::dist::{Sdist, climbs};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-path-traversal",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name leads out of the folder it is unpacked in",
        why: "A path with `..` writes over files of the user when it is unpacked; installers refuse it.",
        fix: "Remove the member; no build back-end makes one like it.",
        from: &["PEP 706", "pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write("demo-1.0/../../evil", "")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let bad = facts.members.iter().filter(|member| climbs(&member.name));
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
