//! A requirement takes any version.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-unbounded",
        severity: Severity::Off,
        since: "0.1.0",
        summary: "A requirement takes any version",
        why: "Installers may choose a version that is far too old.",
        fix: "State the oldest version that works: `name>=1.0`.",
        from: &["core metadata"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other>=1.0\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for (field, requirement) in facts.core.requirements() {
        if requirement.url.is_none() && requirement.versions.is_empty() {
            findings
                .push(format!(
                    "the requirement `{}` takes any version",
                    field.value
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help(format!(
                    "state the oldest that works, as in `{}>=1.0`",
                    requirement.name
                ));
        }
    }
}
