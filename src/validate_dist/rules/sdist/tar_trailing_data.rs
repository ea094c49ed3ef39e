//! Something stands behind the end of the tar archive.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-trailing-data",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Something stands behind the end of the tar archive",
        why: "Programs differ in whether they read on there, so what is checked need not be what is built.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["POSIX.1-2001"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Behind(b"hidden")],
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
        let TarFlaw::Trailing { offset } = flaw else {
            continue;
        };
        let message = format!(
            "in `{}` something stands behind the end of the tar archive, at byte {offset} inflated",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
