//! A member of an sdist lies below a symbolic link.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-symlink-then-write",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of an sdist lies below a symbolic link",
        why: "Unpacking it writes where the link leads.",
        fix: "Pack the folder itself instead of a link.",
        from: &["PEP 706", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[
                Change::Link("demo-1.0/link", "src"),
                Change::Write("demo-1.0/link/evil.py", ""),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let links: BTreeSet<&[u8]> = facts
        .members
        .iter()
        .filter(|member| member.kind == TarKind::Symlink)
        .map(|member| member.path())
        .collect();
    if links.is_empty() {
        return;
    }
    let is_below = |path: &[u8]| {
        let mut slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        slashes.any(|(at, _)| path.get(..at).is_some_and(|folder| links.contains(folder)))
    };
    let below = facts
        .members
        .iter()
        .filter(|member| is_below(member.path()));
    for member in below.take(FEW) {
        findings
            .push(format!(
                "the member `{}` lies below a symbolic link",
                member.text()
            ))
            .at(Place::member(facts.path.clone(), &member.name))
            .help("replace the link by the folder it leads to");
    }
}
