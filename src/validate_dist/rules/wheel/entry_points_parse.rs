//! entry_points.txt cannot be read.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "entry-points-parse",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "entry_points.txt cannot be read",
        why: "PyPI refuses a wheel whose entry points are not groups of `name = module:object`, and installers fail on them.",
        fix: "Declare the entry points in pyproject.toml and build again.",
        from: &["PyPI", "entry points specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "entry_points.txt",
                "demo = demo",
                "demo: demo",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(entry_points) = &facts.entry_points else {
        return;
    };

    for (span, problem) in entry_points.problems.iter().take(FEW) {
        findings
            .push(format!("in `{}` {problem}", entry_points.document.name))
            .at(entry_points.document.place(span.clone()))
            .help("write `[group]` lines with `name = module:object` lines below them");
    }
}
