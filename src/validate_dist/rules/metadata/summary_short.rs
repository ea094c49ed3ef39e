//! The summary is missing or says next to nothing.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "summary-short",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "The summary is missing or says next to nothing",
        why: "It is the line that people see when they look for a package.",
        fix: "Set `description` in pyproject.toml to one sentence.",
        from: &["pyroma"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo for tests",
                "Summary: A demo",
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
    let headers = &facts.core.headers;
    let message = match headers.first("Summary") {
        Some(field) if field.value.chars().count() > SHORT => return,
        Some(field) => format!("the summary is only `{}`", field.value),
        None => "there is no summary".to_owned(),
    };
    let place = match headers.first("Summary") {
        Some(field) => facts.core.document.place(field.span.clone()),
        None => facts.core.document.whole(),
    };
    findings
        .push(message)
        .at(place)
        .help("say in one sentence what it is: `description` in `pyproject.toml`");
}

/// As pyroma has it, in characters.
const SHORT: usize = 10;
