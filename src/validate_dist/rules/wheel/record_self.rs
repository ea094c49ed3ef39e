//! RECORD does not name itself without a digest.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-self",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "RECORD does not name itself without a digest",
        why: "RECORD cannot hold its own digest, and is to have a row all the same: uninstalling removes what has a row.",
        fix: "Build again with a current back-end.",
        from: &["PEP 376", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/RECORD",
                "RECORD,,",
                "RECORD,sha256=AAAA,1",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(record) = &facts.record else {
        return;
    };
    let name = &record.document.name;
    let help = format!("build the wheel again; the row is `{name},,`");
    let mut rows = record
        .rows
        .iter()
        .filter(|row| row.path == *name)
        .peekable();
    if rows.peek().is_none() && record.problem.is_none() {
        findings
            .push(format!("`{name}` has no row of its own"))
            .at(record.document.whole())
            .help(help.clone());
    }
    let wrong = rows.filter(|row| !row.hash.is_empty() || !row.size.is_empty());
    for row in wrong.take(FEW) {
        findings
            .push(format!(
                "`{name}` has a digest or size of itself, which cannot be true: `{},{}`",
                row.hash, row.size
            ))
            .at(record.document.place(row.span.clone()))
            .help(help.clone());
    }
}
