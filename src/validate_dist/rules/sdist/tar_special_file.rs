//! A member of an sdist is neither file nor folder nor link.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-special-file",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of an sdist is neither file nor folder nor link",
        why: "Devices, pipes and unknown types are refused when they are unpacked.",
        fix: "Leave it out.",
        from: &["PEP 706"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Header("demo-1.0/LICENSE", 156, b"6")],
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
        .filter(|member| member.kind == TarKind::Special);
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has the type `{}`, which is neither a file's nor a folder's",
            member.text(),
            member.type_flag.escape_ascii()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("leave it out of the sdist");
    }
}
