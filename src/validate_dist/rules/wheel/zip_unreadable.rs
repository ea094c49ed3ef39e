//! A wheel cannot be read as a zip file.
use crate::dist::{Wheel, ZipProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-unreadable",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel cannot be read as a zip file",
        why: "A wheel that is damaged or cut off cannot be installed, and what one program reads in it another does not.",
        fix: "Build it again, and copy it in binary mode.",
        from: &["PyPI", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Truncate(300)],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    // That two readings differ is a rule of its own.
    let problem = facts.problem.as_ref();
    let problem = problem.filter(|problem| !matches!(problem, ZipProblem::Differs { .. }));
    if let Some(problem) = problem {
        let message = format!(
            "`{}` cannot be read as a zip file: {problem}",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --wheel`");
    }
}
