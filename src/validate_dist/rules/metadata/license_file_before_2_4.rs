//! `License-File` stands in metadata older than the field.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-file-before-2-4",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "`License-File` stands in metadata older than the field",
        why: "Back-ends wrote it years before metadata 2.4 had it: indexes take it, and say nothing about the files.",
        fix: "Update the build back-end, which then writes metadata 2.4.",
        from: &["PEP 639"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Metadata-Version: 2.4",
                "Metadata-Version: 2.1",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some((major, minor)) = facts.core.metadata_version() else {
        return;
    };
    let field = facts.core.headers.first("License-File");
    if let Some(field) = field.filter(|_| (major, minor) < (2, 4)) {
        let message = format!(
            "`License-File` came with metadata `2.4`, and this is metadata `{major}.{minor}`"
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.span.clone()))
            .help("update the build back-end; until then nothing is wrong");
    }
}
