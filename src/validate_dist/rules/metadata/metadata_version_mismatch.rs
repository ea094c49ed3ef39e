//! The version in the metadata is not that of the file.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use crate::version::Version;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-version-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The version in the metadata is not that of the file",
        why: "Indexes list the file name's version and installers check the metadata's: pip refuses one that disagrees.",
        fix: "Build again; do not rename distributions.",
        from: &["PEP 440", "PyPI", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "\nVersion: 1.0",
                "\nVersion: 1.1",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "\nVersion: 1.0",
                "\nVersion: 1.0.0",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("Version") else {
        return;
    };
    let says = match &facts.file_name {
        Some(file_name) => format!("the file name says `{}`", file_name.version()),
        None => "the file name says nothing".to_owned(),
    };
    let message = match (field.value.parse::<Version>(), &facts.file_name) {
        (Ok(version), Some(file_name)) if version == *file_name.version() => return,
        (Ok(_), None) => return,
        (Ok(_), _) => format!("the metadata has version `{}`, and {says}", field.value),
        (Err(_), _) if field.value.is_empty() => return,
        (Err(error), _) => format!(
            "the metadata has version `{}`, which is not one: {error}; {says}",
            field.value
        ),
    };
    findings
        .push(message)
        .at(facts.core.document.place(field.value_span.clone()))
        .help("build the distribution again instead of renaming it");
}
