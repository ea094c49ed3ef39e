//! A path in RECORD is not a plain relative path.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-path",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A path in RECORD is not a plain relative path",
        why: "Paths are compared as they stand: one with `..`, `\\`, a doubled slash or a leading one is not found, or leads out of the folder.",
        fix: "Build again with a current back-end.",
        from: &["PEP 376", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("/RECORD", "demo/cli.py,", "demo//cli.py,")],
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
    let mut seen = BTreeSet::new();
    let mut told = 0;
    for row in &record.rows {
        let problem = match () {
            () if row.path.is_empty() => "is empty",
            () if row.path.contains('\\') => "has a backslash",
            () if row.path.starts_with('/') => "is absolute",
            () if row
                .path
                .split('/')
                .any(|part| matches!(part, "" | "." | "..")) =>
            {
                "has an empty, `.` or `..` part"
            }
            () if !seen.insert(&row.path) => "stands twice",
            () => continue,
        };
        let message = format!(
            "the path `{}` in `{}` {problem}",
            row.path, record.document.name
        );
        findings
            .push(message)
            .at(record.document.place(row.span.clone()))
            .help("build the wheel again with a current back-end");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}
