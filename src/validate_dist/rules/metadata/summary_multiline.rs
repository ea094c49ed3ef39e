//! The summary has more than one line.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "summary-multiline",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The summary has more than one line",
        why: "PyPI refuses a summary with a line break.",
        fix: "Make `description` in pyproject.toml one line.",
        from: &["core metadata", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Summary: A demo\n  in two lines",
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
    let is_break = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    if let Some(found) = field.value.chars().find(|c| is_break(*c)) {
        let first = field.value.split(is_break).next().unwrap_or_default();
        let message = format!(
            "the summary `{first}` goes on after a line break (`{}`)",
            found.escape_default()
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.span.clone()))
            .help("make `description` in `pyproject.toml` one line");
    }
}
