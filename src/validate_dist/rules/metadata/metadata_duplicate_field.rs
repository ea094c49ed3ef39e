//! A field that may stand once stands again.
use crate::dist::{FIELDS, Repeat};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-duplicate-field",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A field that may stand once stands again",
        why: "Readers differ in which of the two they take; upload clients refuse it.",
        fix: "Keep one of them.",
        from: &["core metadata", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Summary: A demo\nSummary: Another",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Summary: A demo\nClassifier: A\nClassifier: B",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for rule in FIELDS.iter().filter(|rule| rule.repeat == Repeat::Once) {
        let mut all = facts.core.headers.all(rule.name);
        let (Some(first), Some(second)) = (all.next(), all.next()) else {
            continue;
        };
        let message = format!(
            "`{}` may stand once, and it is `{}` and `{}`",
            rule.name, first.value, second.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(second.span.clone()))
            .at(facts.core.document.place(first.span.clone()))
            .help("keep one of them");
    }
    let description = facts.core.headers.first("Description");
    if let Some(field) = description.filter(|_| facts.core.has_body()) {
        let body = facts.core.headers.body.clone();
        findings
            .push("the description stands both in `Description` and below the headers")
            .at(facts.core.document.place(field.span.clone()))
            .at(facts.core.document.place(body.start..body.start + 1))
            .help("keep the one below the headers");
    }
}
