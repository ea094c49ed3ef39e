//! RECORD names a file that is not in the wheel.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-extra",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "RECORD names a file that is not in the wheel",
        why: "The wheel was changed after it was packed, or files were lost; installers warn or fail.",
        fix: "Build again.",
        from: &["PEP 376", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("demo/cli.py"),
                Change::Replace("/RECORD", "demo/__init__.py,", "demo/gone.py,"),
            ],
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
    let extra = record
        .rows
        .iter()
        .filter(|row| !facts.members.has(row.path.as_bytes()));
    for row in extra.take(FEW) {
        let message = format!(
            "`{}` names `{}`, which is not in the wheel",
            record.document.name, row.path
        );
        findings
            .push(message)
            .at(record.document.place(row.span.clone()))
            .help("build the wheel again; a file was lost after it was packed");
    }
}
