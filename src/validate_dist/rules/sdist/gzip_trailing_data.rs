//! Something stands behind the gzip data of an sdist.
use crate::dist::{Sdist, TarFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "gzip-trailing-data",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Something stands behind the gzip data of an sdist",
        why: "Programs differ in whether they read on there, so what is checked need not be what is built.",
        fix: "Build it again: `python -m build --sdist`.",
        from: &["gzip", "RFC 1952"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Append(b"hidden")],
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
        let what = match flaw {
            TarFlaw::GzipTrailing { length } => format!("{length} bytes stand"),
            TarFlaw::GzipMembers {
                count,
                has_data: true,
            } => format!("{count} more gzip members with data stand"),
            _ => continue,
        };
        findings
            .push(format!(
                "{what} behind the gzip data of `{}`",
                facts.raw_name
            ))
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
