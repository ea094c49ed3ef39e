//! A requirement belongs to an extra that is not declared.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-unknown-extra",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A requirement belongs to an extra that is not declared",
        why: "Nobody can ask for an extra that `Provides-Extra` does not name, so the requirement is never installed.",
        fix: "Declare the extra, or correct its name.",
        from: &["PEP 685", "PEP 508"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other; extra == \"fast\"\nRequires-Python",
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
    let declared = facts.core.headers.all("Provides-Extra");
    let declared: BTreeSet<ProjectName> = declared
        .filter_map(|field| ProjectName::new(&field.value))
        .collect();
    for (field, requirement) in facts.core.requirements() {
        let extras = requirement.condition.as_ref().map(|marker| marker.extras());
        let unknown = extras
            .unwrap_or_default()
            .into_iter()
            .find(|extra| ProjectName::new(extra).is_none_or(|extra| !declared.contains(&extra)));
        if let Some(extra) = unknown {
            let message = format!(
                "the requirement `{}` is for the extra `{extra}`, which is not declared",
                field.value
            );
            findings
                .push(message)
                .at(facts.core.document.place(field.value_span.clone()))
                .help(
                    "declare the extra in `[project.optional-dependencies]`, or correct its name",
                );
        }
    }
}
