//! A classifier keeps the project off PyPI.
use crate::dist::tables::Classifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "classifier-private",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A classifier keeps the project off PyPI",
        why: "PyPI refuses every classifier that begins with `Private ::`, and that is what it is for.",
        fix: "Leave it where it is, or take it out before the first upload to PyPI.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Private :: Do Not Upload\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Typing :: Typed\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Classifier") {
        let text = facts.core.exact(field);
        if Classifier::of(&text) == Classifier::Private {
            findings
                .push(format!(
                    "the classifier `{text}` makes PyPI refuse the distribution"
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help("leave it if the project is to stay private, else take it out");
        }
    }
}
