//! A member of an sdist is a symbolic link.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-symlink",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member of an sdist is a symbolic link",
        why: "It cannot be unpacked on Windows without special rights.",
        fix: "Pack the file itself instead of a link.",
        from: &["PEP 706"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Link("demo-1.0/src/link", "../LICENSE")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let links = facts
        .members
        .iter()
        .filter(|member| member.kind == TarKind::Symlink);
    for member in links.take(FEW) {
        let target = String::from_utf8_lossy(&member.target);
        findings
            .push(format!(
                "the member `{}` is a symbolic link to `{target}`",
                member.text()
            ))
            .at(Place::member(facts.path.clone(), &member.name))
            .help("replace the link by the file it leads to");
    }
}
