//! An sdist inflates to far too much.
use crate::dist::{Sdist, TarProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-bomb",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist inflates to far too much",
        why: "Unpacking it fills the disk or the memory.",
        fix: "Leave the data out, or load it when it is needed.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Zeros(70)],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    if let Some(problem @ (TarProblem::Bomb { .. } | TarProblem::TooMany)) = &facts.problem {
        findings
            .push(format!(
                "`{}` is not read to its end: {problem}",
                facts.raw_name
            ))
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
