//! `Requires-Python` cannot be read.
use crate::dist::Specifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-python-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "`Requires-Python` cannot be read",
        why: "PyPI refuses it, and installers cannot tell which interpreters the release is for.",
        fix: "Write specifiers such as `>=3.9`.",
        from: &["PEP 440", "PEP 345", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", ">=3.9", ">=3.9.*")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("Requires-Python") else {
        return;
    };
    if let Err(error) = Specifier::parse_all(&field.value) {
        let message = format!("`Requires-Python: {}` cannot be read: {error}", field.value);
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("write `requires-python = \">=3.9\"` in `pyproject.toml`");
    }
}
