//! A member of a wheel is compressed in a way that installers need not know.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-compression-method",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel is compressed in a way that installers need not know",
        why: "Only stored and deflated members can be read everywhere; PyPI refuses others.",
        fix: "Build with a back-end that deflates.",
        from: &["PyPI", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Pack("demo/cli.py", 14)],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let bad = facts
        .members
        .members
        .iter()
        .filter(|member| !matches!(member.method, 0 | 8));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` is compressed by method `{}`, and only `0` (stored) and `8` (deflated) are read everywhere",
            member.text(),
            member.method
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
