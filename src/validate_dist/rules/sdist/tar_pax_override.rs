//! A pax record says something else than the member's header.
use crate::dist::{Sdist, TarFlaw, TarProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-pax-override",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A pax record says something else than the member's header",
        why: "Programs that read pax records and those that do not see different members; a record that is damaged or says a thing twice is read differently too.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["POSIX.1-2001"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record(
                "demo-1.0/LICENSE",
                b'x',
                b"22 path=demo-1.0/b.py\n",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record(
                "demo-1.0/LICENSE",
                b'x',
                b"25 path=demo-1.0/LICENSE\n",
            )],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let TarFlaw::PaxOverride { name, problem } = flaw else {
            continue;
        };
        let message = format!(
            "the pax record of `{}` is wrong: {problem}",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("build it again: `python -m build --sdist`");
    }
    if let Some(problem @ TarProblem::TwoSizes { .. }) = &facts.problem {
        findings
            .push(format!("`{}` cannot be read on: {problem}", facts.raw_name))
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
