//! The metadata is of a version that PyPI does not know.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-version-unsupported",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The metadata is of a version that PyPI does not know",
        why: "PyPI refuses metadata of a version that it does not know.",
        fix: "Update or pin the build back-end so that it writes a version that PyPI knows.",
        from: &["core metadata", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Metadata-Version: 2.4",
                "Metadata-Version: 2.9",
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
    let Some(field) = facts.core.headers.first("Metadata-Version") else {
        return;
    };
    if !field.value.is_empty() && !KNOWN.contains(&&*facts.core.exact(field)) {
        let message = format!(
            "the metadata is of version `{}`, and PyPI knows {}",
            field.value,
            KNOWN.map(|known| format!("`{known}`")).join(", ")
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("update the build back-end, or pin one that writes a version that PyPI knows");
    }
}

/// As of 2026-08.
const KNOWN: [&str; 8] = ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"];
