//! The metadata is not made of `Name: value` headers.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-parse",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The metadata is not made of `Name: value` headers",
        why: "What follows a line that is no header is taken for the description, and every field there is lost.",
        fix: "Look for a line break in a field, or another encoding than UTF-8.",
        from: &["core metadata", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Summary of the demo",
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
    for defect in facts.core.headers.defects.iter().take(FEW) {
        let message = format!(
            "`{}` is not made of headers: {}",
            facts.core.document.name, defect.message
        );
        findings
            .push(message)
            .at(facts.core.document.place(defect.span.clone()))
            .help(
                "write each field as `Name: value`, in UTF-8, and indent lines that continue one",
            );
    }
}
