//! An sdist cannot be read to its end.
use crate::dist::{Sdist, TarProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-unreadable",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist cannot be read to its end",
        why: "An archive that is damaged, or cut off cannot be installed from, and PyPI refuses it.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Truncate(200)],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    // The other problems are rules of their own.
    let problem = facts.problem.as_ref().filter(|problem| {
        matches!(
            problem,
            TarProblem::Unreadable { .. }
                | TarProblem::LongRecord { .. }
                | TarProblem::Differs { .. }
        )
    });
    if let Some(problem) = problem {
        let message = format!("`{}` cannot be read to its end: {problem}", facts.raw_name);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
