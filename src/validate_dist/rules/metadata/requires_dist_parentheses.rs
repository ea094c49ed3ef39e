//! A requirement has parentheses around its versions.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-parentheses",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A requirement has parentheses around its versions",
        why: "It is the form of metadata before PEP 508; some readers no longer take it.",
        fix: "Write `name>=1.0`; a current back-end does.",
        from: &["PEP 508"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other (>=1.0)\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other>=1.0\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let old = facts
        .core
        .requirements()
        .filter(|(_, requirement)| requirement.is_parenthesised);
    for (field, requirement) in old {
        let message = format!(
            "the requirement `{}` has parentheses around its versions",
            field.value
        );
        let right = format!("{}{}", requirement.name, requirement.specifiers);
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help(format!(
                "write `{right}`, or update the build back-end, which writes it so"
            ));
    }
}
