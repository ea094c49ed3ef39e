//! Members of a wheel share bytes.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-overlapping-entries",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Members of a wheel share bytes",
        why: "A small file of such members inflates to any size, and PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Header("demo/cli.py", 28, b"\xff\0")],
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
        let ZipFlaw::Overlap { name, end, next } = flaw else {
            continue;
        };
        let message = format!(
            "the member `{}` goes on to byte {end}, and the next record begins at byte {next}",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
