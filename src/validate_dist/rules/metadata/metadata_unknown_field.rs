//! The metadata has a field that the specification does not know.
use crate::dist::CoreMetadata;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-unknown-field",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The metadata has a field that the specification does not know",
        why: "Upload clients refuse metadata with unknown fields.",
        fix: "Correct the field's name, or update the build back-end.",
        from: &["core metadata", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Summary:", "Sumary:")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let unknown = facts
        .core
        .headers
        .fields
        .iter()
        .filter(|field| CoreMetadata::rule_of(&field.name).is_none());
    for field in unknown.take(FEW) {
        let message = format!("core metadata has no field `{}`", field.name);
        findings
            .push(message)
            .at(facts.core.document.place(field.span.clone()))
            .help("correct the field's name, or update the build back-end");
    }
}
