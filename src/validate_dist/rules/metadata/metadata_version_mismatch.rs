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
    let (Some(field), Some(file_name)) = (facts.core.headers.first("Version"), &facts.file_name)
    else {
        return;
    };
    let message = match field.value.parse::<Version>() {
        Ok(version) if version == *file_name.version() => return,
        Ok(_) => format!(
            "the metadata has version `{}`, and the file name says `{}`",
            field.value,
            file_name.version()
        ),
        Err(error) => format!(
            "the metadata has version `{}`, which is not one: {error}; the file name says `{}`",
            field.value,
            file_name.version()
        ),
    };
    findings
        .push(message)
        .at(facts.core.document.place(field.value_span.clone()))
        .help("build the distribution again instead of renaming it");
}
