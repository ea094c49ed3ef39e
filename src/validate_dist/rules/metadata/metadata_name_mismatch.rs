//! The name in the metadata is not that of the file.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-name-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The name in the metadata is not that of the file",
        why: "Indexes file a distribution under its file name and installers check its metadata: they refuse one that disagrees.",
        fix: "Build again; do not rename distributions.",
        from: &["PyPI", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Name: demo", "Name: other")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Name: demo", "Name: Demo")],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let (Some(field), Some(file_name)) = (facts.core.headers.first("Name"), &facts.file_name)
    else {
        return;
    };
    let message = match ProjectName::new(&field.value) {
        Some(name) if name == *file_name.name() => return,
        // That one is `project-name-invalid`'s.
        None => return,
        Some(_) => format!(
            "the metadata names the project `{}`, and the file name says `{}`",
            field.value,
            file_name.name()
        ),
    };
    findings
        .push(message)
        .at(facts.core.document.place(field.value_span.clone()))
        .help("build the distribution again instead of renaming it");
}
