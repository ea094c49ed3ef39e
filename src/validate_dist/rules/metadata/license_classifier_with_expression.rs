//! A license classifier stands beside the license expression.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-classifier-with-expression",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A license classifier stands beside the license expression",
        why: "The classifiers of licenses are superseded, and setuptools refuses both together.",
        fix: "Take the classifier out.",
        from: &["PEP 639"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: License :: OSI Approved :: MIT License\nRequires-Python",
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
    let Some(expression) = facts.core.headers.first("License-Expression") else {
        return;
    };
    let fields = facts.core.headers.all("Classifier");
    for field in fields.filter(|field| field.value.starts_with("License ::")) {
        let message = format!(
            "the classifier `{}` stands beside the license expression `{}`",
            field.value, expression.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .at(facts.core.document.place(expression.value_span.clone()))
            .help("take the classifier out of `pyproject.toml`");
    }
}
