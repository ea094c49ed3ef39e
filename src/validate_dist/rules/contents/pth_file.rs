//! A wheel adds paths to all programs of an environment.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "pth-file",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel adds paths to all programs of an environment",
        why: "Python reads every `.pth` file in `site-packages` at each start, whether the package is used or not.",
        fix: "Install the package in the usual way.",
        from: &["Python site module"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo.pth", "demo/vendored\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    for content in facts
        .members
        .iter()
        .filter(|content| content.is_pth() && !content.runs_code())
        .take(FEW)
    {
        findings
            .push(format!(
                "`{}` adds paths to all programs of the environment",
                content.text()
            ))
            .at(Place::member(facts.path.clone(), &content.name))
            .help("install the package in the usual way, or accept it with a reason");
    }
}
