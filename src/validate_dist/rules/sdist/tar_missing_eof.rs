//! The tar archive does not end in two blocks of zeros.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-missing-eof",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The tar archive does not end in two blocks of zeros",
        why: "A program cannot tell it from one that is cut off.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["POSIX.1-2001"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Endless],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let TarFlaw::MissingEnd { blocks } = flaw else {
            continue;
        };
        let message = format!(
            "the tar archive in `{}` ends in `{blocks}` blocks of zeros instead of two",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
