//! The pyproject.toml of an sdist cannot be built from.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-pyproject-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The pyproject.toml of an sdist cannot be built from",
        why: "Build front-ends and back-ends refuse it: nobody can install from this sdist.",
        fix: "Correct pyproject.toml and build again.",
        from: &["PEP 518", "PEP 621", "PEP 735", "validate-pyproject"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "pyproject.toml",
                "version =",
                "dynamic = [\"version\"]\nversion =",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Some(pyproject) = &facts.pyproject else {
        return;
    };
    for problem in pyproject.problems().into_iter().take(FEW) {
        findings
            .push(format!(
                "`{}`: {}",
                pyproject.document.name, problem.message
            ))
            .at(pyproject.document.place(problem.span))
            .help("correct pyproject.toml and build again");
    }
}
