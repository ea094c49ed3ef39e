//! `Requires-Python` leaves future Pythons out.
use crate::dist::Specifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-python-upper-bound",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "`Requires-Python` leaves future Pythons out",
        why: "Installers on a newer Python go back to an older release that has no such limit, instead of telling.",
        fix: "Leave the upper bound out.",
        from: &["packaging user guide"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", ">=3.9", ">=3.9,<4")],
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
    let specifiers = Specifier::parse_all(&field.value).unwrap_or_default();
    if specifiers
        .iter()
        .any(|one| matches!(one.operator, "<" | "<=" | "~="))
    {
        findings
            .push(format!(
                "`Requires-Python: {}` leaves future Pythons out",
                field.value
            ))
            .at(facts.core.document.place(field.value_span.clone()))
            .help("state the oldest Python only, as in `requires-python = \">=3.9\"`");
    }
}
