//! A member of a wheel is a device, a pipe or a socket.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-special-file",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel is a device, a pipe or a socket",
        why: "Installers write a plain file in its place, and unpacking otherwise makes what no package needs.",
        fix: "Leave it out.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Listed("demo/cli.py", 40, b"\xb6\x11")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let bad = facts.members.members.iter().filter(|member| {
        matches!(
            member.mode & 0o170_000,
            0o010_000 | 0o020_000 | 0o060_000 | 0o140_000
        )
    });
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has the mode `{:06o}`, which is no file's",
            member.text(),
            member.mode
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("leave it out of the wheel");
    }
}
