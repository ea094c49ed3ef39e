//! A member of a wheel has a comment.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-entry-comment",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel has a comment",
        why: "PyPI refuses it: nobody reads a member's comment, and records can be hidden in it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Listed("demo/cli.py", 32, b"\x02\0"),
                Change::Listed("demo/cli.py", 57, b"hi"),
            ],
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
        let ZipFlaw::EntryComment { name, length } = flaw else {
            continue;
        };
        let message = format!(
            "the member `{}` has a comment of {length} bytes",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
