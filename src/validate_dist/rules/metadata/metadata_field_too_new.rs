//! A field is newer than the metadata's version.
use crate::dist::CoreMetadata;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-field-too-new",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A field is newer than the metadata's version",
        why: "Upload clients refuse a field that the stated metadata version does not have.",
        fix: "Update the build back-end, which states the version that its fields need.",
        from: &["core metadata", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Metadata-Version: 2.4",
                "Metadata-Version: 2.3",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Replace("METADATA", "Metadata-Version: 2.4", "Metadata-Version: 2.3"),
                Change::Replace("METADATA", "License-Expression", "License"),
            ],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some((major, minor)) = facts.core.metadata_version() else {
        return;
    };
    let known = facts
        .core
        .headers
        .fields
        .iter()
        .filter_map(|field| Some((field, CoreMetadata::rule_of(&field.name)?)));
    // Back-ends wrote `License-File` years before metadata 2.4 had it, and everybody takes it.
    let newer =
        known.filter(|(_, rule)| rule.since > (major, minor) && rule.name != "License-File");
    for (field, rule) in newer.take(FEW) {
        let (since_major, since_minor) = rule.since;
        let message = format!(
            "`{}` came with metadata `{since_major}.{since_minor}`, and this is metadata `{major}.{minor}`",
            rule.name
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.span.clone()))
            .help("update the build back-end");
    }
}
