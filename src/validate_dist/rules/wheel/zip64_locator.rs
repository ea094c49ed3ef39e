//! The locator of the large end record leads elsewhere.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

/// A locator without the record that it should lead to.
const LOCATOR: &[u8] = b"PK\x06\x07\0\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0";

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip64-locator",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The locator of the large end record leads elsewhere",
        why: "Programs differ in what they make of it, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Behind(LOCATOR)],
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
        let ZipFlaw::Locator { problem } = flaw else {
            continue;
        };
        let message = format!(
            "the locator of the ZIP64 end record of `{}` is wrong: {problem}",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
