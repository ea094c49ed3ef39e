//! A classifier is one but for case or white space.
use crate::dist::tables::Classifier;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "classifier-whitespace",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A classifier is one but for case or white space",
        why: "PyPI compares classifiers letter by letter, and refuses one that is nearly on the list.",
        fix: "Write it as the list has it.",
        from: &["PEP 301", "PyPI", "twine #976"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Classifier: Typing::Typed\nRequires-Python",
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
        if let Classifier::Misspelled(right) = Classifier::of(&text) {
            findings
                .push(format!(
                    "`{text}` is not on the list of classifiers, and `{right}` is"
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help(format!(
                    "write `{right}` in `classifiers` of `pyproject.toml`"
                ));
        }
    }
}
