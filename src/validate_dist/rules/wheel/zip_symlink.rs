//! A member of a wheel is a symbolic link.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-symlink",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel is a symbolic link",
        why: "Installers write a small text file with the link's target instead of the file it leads to.",
        fix: "Pack the file itself.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Link("demo/link.py", "cli.py")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    for member in facts
        .members
        .members
        .iter()
        .filter(|member| member.is_link)
        .take(FEW)
    {
        let message = format!(
            "the member `{}` is a symbolic link, which installers do not follow",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("replace the link by the file it leads to before building");
    }
}
