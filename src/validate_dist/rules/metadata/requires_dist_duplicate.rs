//! A project is required twice under the same condition.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use std::collections::BTreeMap;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-duplicate",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A project is required twice under the same condition",
        why: "Both have to hold, and it is easy to change only one.",
        fix: "Make one requirement of the two.",
        from: &["PEP 508"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other>=1.0\nRequires-Dist: Other<2\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other>=1.0,<2\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for (field, requirement) in facts.core.requirements() {
        let key = (requirement.name, requirement.extras, requirement.marker);
        let name = key.0.clone();
        let Some(first) = seen.insert(key, field) else {
            continue;
        };
        let message = format!(
            "`{name}` is required twice: `{}` and `{}`",
            first.value, field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .at(facts.core.document.place(first.value_span.clone()))
            .help("make one requirement of the two");
    }
}
