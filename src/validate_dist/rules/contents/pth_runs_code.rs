//! A wheel runs code at every start of Python.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "pth-runs-code",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel runs code at every start of Python",
        why: "A line of a `.pth` file that begins with `import` is run by every program of the environment, whether the package is used or not; malware comes so.",
        fix: "Remove the line; run code when the package is imported.",
        from: &["Python site module"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo.pth", "import demo\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo.pth", "demo/vendored\n")],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    for content in facts
        .members
        .iter()
        .filter(|content| content.runs_code())
        .take(FEW)
    {
        findings
            .push(format!(
                "`{}` has a line `import …`, which every start of Python runs",
                content.text()
            ))
            .at(Place::member(facts.path.clone(), &content.name))
            .help("run code when the package is imported, or accept it with a reason");
    }
}
