//! A classifier was taken off the list.
use crate::dist::tables::Classifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "classifier-deprecated",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A classifier was taken off the list",
        why: "PyPI refuses a classifier that it has deprecated.",
        fix: "Replace it with those that came for it, or leave it out.",
        from: &["PEP 301", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Natural Language :: Ukranian\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Natural Language :: Ukrainian\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Classifier") {
        let text = facts.core.exact(field);
        if let Classifier::Deprecated(instead) = Classifier::of(&text) {
            let help = match instead.is_empty() {
                true => "leave it out: nothing came for it".to_owned(),
                false => format!("write `{}` for it", instead.join("` and `")),
            };
            findings
                .push(format!(
                    "the classifier `{text}` is deprecated, and PyPI refuses it"
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help(help);
        }
    }
}
