//! An sdist has no readable PKG-INFO.
use crate::dist::{Absent, Sdist};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-missing-pkg-info",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist has no readable PKG-INFO",
        why: "Without it nobody can tell what the sdist is without building it; PyPI refuses it.",
        fix: "Build with a build back-end.",
        from: &["PEP 643", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Remove("PKG-INFO")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    // What lies behind the place where reading stopped is not known to be missing.
    let is_whole = facts.problem.is_none();
    let Some(top) = facts.top() else {
        return;
    };
    if let Err(absent) = &facts.pkg_info
        && (is_whole || *absent != Absent::Missing)
    {
        findings
            .push(format!("`{top}/PKG-INFO` {absent}"))
            .at(Place::archive(facts.path.clone()))
            .help("build it with a build back-end: `python -m build --sdist`");
    }
}
