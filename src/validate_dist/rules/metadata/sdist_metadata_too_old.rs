//! An sdist's metadata is older than version 2.2.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "sdist-metadata-too-old",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "An sdist's metadata is older than version 2.2",
        why: "Only from 2.2 on can installers trust the metadata of an sdist without building it, and PEP 625 asks for it.",
        fix: "Update the build back-end.",
        from: &["PEP 643", "PEP 625"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "PKG-INFO",
                "Metadata-Version: 2.4",
                "Metadata-Version: 2.1",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    if facts.is_wheel
        || facts
            .core
            .metadata_version()
            .is_none_or(|version| version >= (2, 2))
    {
        return;
    }
    if let Some(field) = facts.core.headers.first("Metadata-Version") {
        let message = format!(
            "the sdist's metadata is of version `{}`, and an sdist should have `2.2` or later",
            field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("update the build back-end in `[build-system] requires`");
    }
}
