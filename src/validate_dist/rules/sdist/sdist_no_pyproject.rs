//! An sdist has neither pyproject.toml nor setup.py.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-no-pyproject",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist has neither pyproject.toml nor setup.py",
        why: "Nothing says how to build it, so it cannot be installed.",
        fix: "Include pyproject.toml in the sdist.",
        from: &["PEP 517", "pyroma"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Remove("pyproject.toml")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Some(top) = facts.top().filter(|_| facts.problem.is_none()) else {
        return;
    };
    if !facts.has("pyproject.toml") && !facts.has("setup.py") {
        let message = format!(
            "`{}` has neither `{top}/pyproject.toml` nor `{top}/setup.py`",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("include `pyproject.toml` in the sdist");
    }
}
