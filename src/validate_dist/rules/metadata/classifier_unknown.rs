//! A classifier is not on the list.
use crate::dist::tables::{AS_OF, Classifier};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "classifier-unknown",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A classifier is not on the list",
        why: "PyPI refuses a distribution with a classifier that it does not know.",
        fix: "Take one of <https://pypi.org/classifiers/>.",
        from: &["PEP 301", "PyPI", "pyroma"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Framework :: Demo\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Programming Language :: Python :: 3\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Classifier") {
        let text = facts.core.exact(field);
        if Classifier::of(&text) != Classifier::Unknown {
            continue;
        }
        let message = format!("`{text}` is not on the list of classifiers of {AS_OF}");
        let finding = findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("take one of <https://pypi.org/classifiers/>, or leave it out");
        // The list grows, and this one may have been made long ago.
        if facts.are_tables_old {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }
}
