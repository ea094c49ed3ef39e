//! An sdist has more than one gzip member.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "gzip-multi-member",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "An sdist has more than one gzip member",
        why: "Some programs read the first one only; here the others have nothing but zeros.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["RFC 1952"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Further(&[0; 512])],
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
        let TarFlaw::GzipMembers {
            count,
            has_data: false,
        } = flaw
        else {
            continue;
        };
        let message = format!(
            "`{}` has {count} more gzip members behind the first one",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
