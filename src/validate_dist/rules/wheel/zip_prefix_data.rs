//! Bytes stand before the first member of a wheel.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-prefix-data",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Bytes stand before the first member of a wheel",
        why: "Programs differ in what they make of it, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Prepend(b"#!/bin/sh\n")],
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
        let ZipFlaw::Prefix { length } = flaw else {
            continue;
        };
        let message = format!(
            "{length} bytes stand before the first record of `{}`",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
