//! An extra field gives a member a second name.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-unicode-path-extra",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An extra field gives a member a second name",
        why: "Some programs take the second name, so what is checked need not be what is installed.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["uv", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Extra(
                "demo/cli.py",
                b"\x75\x70\x09\0\x01\0\0\0\0evil",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let ZipFlaw::SecondName { name, other } = flaw else {
            continue;
        };
        let message = format!(
            "the member `{}` has the second name `{}` in an extra field",
            String::from_utf8_lossy(name),
            String::from_utf8_lossy(other)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
