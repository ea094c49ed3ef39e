//! The project has a name that none may have.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "project-name-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The project has a name that none may have",
        why: "PyPI refuses names with other characters than ASCII letters, digits, `-`, `_` and `.`, or with one of the last three at an end.",
        fix: "Rename the project in pyproject.toml.",
        from: &["core metadata", "PyPI", "packaging"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Name: demo", "Name: démo")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("Name") else {
        return;
    };
    let name = facts.core.exact(field);
    if !field.value.is_empty() && ProjectName::new(&name).is_none() {
        let message =
            format!("the metadata names the project `{name}`, which is not a project name");
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("set a `name` of ASCII letters, digits, `-`, `_` and `.` in `pyproject.toml`");
    }
}
