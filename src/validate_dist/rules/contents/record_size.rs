//! A size in RECORD is not that of the file.
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "record-size",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A size in RECORD is not that of the file",
        why: "The file was changed after the wheel was packed, or a line end was converted on the way.",
        fix: "Build again; never change a wheel by hand.",
        from: &["PEP 376", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("/RECORD", ",25\n", ",26\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let Some(record) = &facts.record else {
        return;
    };
    let rows = record.by_path();
    let own = &record.document.name;

    let mut told = 0;
    for content in facts
        .members
        .iter()
        .filter(|content| *content.name != *own.as_bytes())
    {
        let (Ok(read), Some(row)) = (&content.read, rows.get(&*content.name)) else {
            continue;
        };
        if row.size.is_empty() || row.size.parse() == Ok(read.size) {
            continue;
        }
        let message = format!(
            "RECORD says that `{}` has `{}` bytes, and it has `{}`",
            content.text(),
            row.size,
            read.size
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &content.name))
            .at(record.document.place(row.span.clone()))
            .help("build the wheel again; the file was changed after it was packed");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}
