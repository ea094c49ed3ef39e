//! A member's name is longer than a path can be.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

/// A pax record with a path of 4200 bytes.
const LONG_NAME: &[u8; 4211] = &{
    let mut record = [b'a'; 4211];
    let start = b"4211 path=demo-1.0/LICENSE";
    let mut at = 0;
    while at < start.len() {
        record[at] = start[at];
        at += 1;
    }
    record[4210] = b'\n';
    record
};

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-name-too-long",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member's name is longer than a path can be",
        why: "No system can write a path of more than 4096 bytes.",
        fix: "Use shorter names of folders.",
        from: &["PATH_MAX"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record("demo-1.0/LICENSE", b'x', LONG_NAME)],
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
        .filter(|member| member.name.len() > 4096);
    for member in bad.take(FEW) {
        let message = format!(
            "a member's name has {} bytes, and 4096 is the most that a path can have",
            member.name.len()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("use shorter names");
    }
}
