//! The large end record of a wheel has room for more.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

/// An end record of ZIP64 with four bytes of its own, and its locator.
const EXTENSIBLE: &[u8] = b"PK\x06\x06\x30\0\0\0\0\0\0\0\x2d\0\x2d\0\
    \0\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0more\
    PK\x06\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0";

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip64-extensible-data",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The large end record of a wheel has room for more",
        why: "What stands there is not looked at, and can be a hidden archive; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Behind(EXTENSIBLE)],
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
        let ZipFlaw::Extensible { length } = flaw else {
            continue;
        };
        let message = format!(
            "the ZIP64 end record of `{}` has `{length}` bytes instead of `44`",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
