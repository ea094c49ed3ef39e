//! An extra has no requirements.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "provides-extra-unused",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "An extra has no requirements",
        why: "Asking for it installs nothing; often it was renamed in one place only.",
        fix: "Take it out, unless it is kept so that old commands go on working.",
        from: &["PEP 685"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: fast\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: fast\nRequires-Dist: other; extra == \"fast\"\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let mut used = BTreeSet::new();
    for (_, requirement) in facts.core.requirements() {
        let extras = requirement.condition.as_ref().map(|marker| marker.extras());
        used.extend(
            extras
                .unwrap_or_default()
                .into_iter()
                .filter_map(ProjectName::new),
        );
    }
    for field in facts.core.headers.all("Provides-Extra") {
        if ProjectName::new(&field.value).is_some_and(|extra| !used.contains(&extra)) {
            findings
                .push(format!("no requirement is for the extra `{}`", field.value))
                .at(facts.core.document.place(field.value_span.clone()))
                .help("take it out, unless old commands are to go on working");
        }
    }
}
