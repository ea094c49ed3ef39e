//! The large sizes of a member are not written as they have to be.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip64-extra",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The large sizes of a member are not written as they have to be",
        why: "Programs differ in what they make of it, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Extra("demo/cli.py", b"\x01\0\x04\0abcd")],
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
        let ZipFlaw::Zip64Extra { name, problem } = flaw else {
            continue;
        };
        let message = format!(
            "the extra field of large sizes of `{}` is wrong: {problem}",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
