//! Something stands between the records of a wheel.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-unknown-record",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Something stands between the records of a wheel",
        why: "Programs differ in what they make of it, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Before("demo/cli.py", b"hidden")],
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
        let ZipFlaw::UnknownRecord { offset, signature } = flaw else {
            continue;
        };
        let message = format!(
            "at byte {offset} of `{}` stands `{}`, which begins no record of a zip file",
            facts.raw_name,
            signature.escape_ascii()
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
