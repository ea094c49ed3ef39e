//! The summary is longer than PyPI takes.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "summary-too-long",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The summary is longer than PyPI takes",
        why: "PyPI refuses a summary of more than 512 characters.",
        fix: "Shorten `description` in pyproject.toml; the long text belongs into the readme.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Summary: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word end",
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
    let Some(field) = facts.core.headers.first("Summary") else {
        return;
    };
    let length = field.value.chars().count();
    if length > LIMIT {
        let message = format!("the summary has `{length}` characters, and PyPI takes `{LIMIT}`");
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("shorten `description` in `pyproject.toml`; the readme has room");
    }
}

const LIMIT: usize = 512;
