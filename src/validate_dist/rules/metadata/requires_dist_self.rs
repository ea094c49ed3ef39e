//! The project requires itself.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-self",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The project requires itself",
        why: "A requirement of the project without an extra asks for what is being installed already.",
        fix: "Take it out, or name the extra that is meant.",
        from: &["PEP 508"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: demo\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: all\nRequires-Dist: demo[fast]; extra == \"all\"\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let own = facts.core.headers.value("Name").and_then(ProjectName::new);
    for (field, requirement) in facts.core.requirements() {
        if requirement.extras.is_empty() && Some(&requirement.name) == own.as_ref() {
            findings
                .push(format!(
                    "the project `{}` requires itself: `{}`",
                    requirement.name, field.value
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help("take it out, or name the extra that is meant, as in `demo[fast]`");
        }
    }
}
