//! A number in a member's header is not written in octal digits.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-numeric-field",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A number in a member's header is not written in octal digits",
        why: "Programs read binary, negative and damaged numbers differently.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["POSIX.1-2001"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Header(
                "demo-1.0/LICENSE",
                136,
                b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let TarFlaw::Number { name, field } = flaw else {
            continue;
        };
        let message = format!(
            "the {field} of the member `{}` is not written in octal digits",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("build it again: `python -m build --sdist`");
    }
}
