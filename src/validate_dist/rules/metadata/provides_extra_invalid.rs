//! The name of an extra is not one.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "provides-extra-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The name of an extra is not one",
        why: "PyPI refuses extras whose names have other characters than letters, digits, `-`, `_` and `.`.",
        fix: "Rename the extra.",
        from: &["PEP 685", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: all of it\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: all\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let bad = facts
        .core
        .headers
        .all("Provides-Extra")
        .filter(|field| ProjectName::new(&field.value).is_none());
    for field in bad {
        let message = format!(
            "the extra `{}` has characters other than letters, digits, `-`, `_` and `.`",
            field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("rename the key in `[project.optional-dependencies]`");
    }
}
