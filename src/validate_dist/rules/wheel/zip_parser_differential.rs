//! Two ways of reading a wheel do not agree.
use crate::dist::{Wheel, ZipProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-parser-differential",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Two ways of reading a wheel do not agree",
        why: "Two programs see two archives, so nothing that is checked is sure to be what is installed.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::End(10, b"\x01\0")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    if let Some(problem @ ZipProblem::Differs { .. }) = &facts.problem {
        findings
            .push(format!("in `{}` {problem}", facts.raw_name))
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
