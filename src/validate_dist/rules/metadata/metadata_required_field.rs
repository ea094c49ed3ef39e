//! A required field of the metadata is missing or empty.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-required-field",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A required field of the metadata is missing or empty",
        why: "Nothing can be installed or uploaded without metadata version, name and version.",
        fix: "Set name and version in pyproject.toml and build again.",
        from: &["core metadata", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Version: 1.0", "Version:")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for name in ["Metadata-Version", "Name", "Version"] {
        match facts.core.headers.first(name) {
            Some(field) if field.value.is_empty() || field.value == "UNKNOWN" => {
                let message = format!("the required field `{name}` is `{}`", field.value);
                findings
                    .push(message)
                    .at(facts.core.document.place(field.span.clone()))
                    .help(HELP);
            }
            Some(_) => {}
            None => {
                let message = format!(
                    "`{}` has no `{name}`, which is required",
                    facts.core.document.name
                );
                findings
                    .push(message)
                    .at(facts.core.document.whole())
                    .help(HELP);
            }
        }
    }
}

const HELP: &str = "set name and version in `pyproject.toml` and build again";
