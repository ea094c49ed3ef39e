//! A global pax record changes what all members are.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-pax-global",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A global pax record changes what all members are",
        why: "Some programs follow it and others do not, so they see different members.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["POSIX.1-2001"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record("demo-1.0/LICENSE", b'g', b"14 path=a/b/c\n")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record("demo-1.0/LICENSE", b'g', b"13 comment=a\n")],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let TarFlaw::PaxGlobal { key } = flaw else {
            continue;
        };
        let message = format!(
            "a global pax record of `{}` has the field `{key}`",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
