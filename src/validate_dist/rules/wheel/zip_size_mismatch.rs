//! The two headers of a member differ in the sizes.
use crate::dist::{Mismatch, Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-size-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The two headers of a member differ in the sizes",
        why: "A program that reads the archive from its start takes one, a program that begins at its end the other.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Header("demo/cli.py", 22, b"\x01")],
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
        let ZipFlaw::Mismatch {
            name,
            what: Mismatch::Size,
            local,
            listed,
        } = flaw
        else {
            continue;
        };
        let message = format!(
            "the local header of `{}` has the sizes `{local}`, and the central directory has `{listed}`",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
