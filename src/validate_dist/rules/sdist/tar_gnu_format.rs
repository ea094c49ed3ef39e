//! An sdist is of GNU's form of tar.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-gnu-format",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "An sdist is of GNU's form of tar",
        why: "The specification asks for the pax form, which all programs read alike.",
        fix: "Build with a back-end that writes the pax form.",
        from: &["PEP 625"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Record(
                "demo-1.0/LICENSE",
                b'L',
                b"demo-1.0/LICENSE\0",
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
    for flaw in &facts.flaws {
        let TarFlaw::Gnu { what } = flaw else {
            continue;
        };
        let message = format!(
            "`{}` has {what}, and the pax form is asked for",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
