//! A member of an sdist has a mode that no source file needs.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-suspicious-mode",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member of an sdist has a mode that no source file needs",
        why: "Programs of another user's rights, files that everybody may write, or that their owner cannot read: installers change such modes silently.",
        fix: "Set the modes to 644 and 755 before building.",
        from: &["PEP 706"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Header("demo-1.0/LICENSE", 100, b"0004755\0")],
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
        .filter(|member| member.kind != TarKind::Symlink && is_odd(member.mode));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has the mode `{:04o}`",
            member.text(),
            member.mode
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("set the mode to `644` or `755` before building");
    }
}

/// It sets rights of its own, everybody may write it, or its owner may not read it.
fn is_odd(mode: u32) -> bool {
    mode & 0o7000 != 0 || mode & 0o002 != 0 || mode & 0o400 == 0
}
