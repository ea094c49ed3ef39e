//! A requirement is pinned to a pre-release.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-pre-release-pin",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A requirement is pinned to a pre-release",
        why: "Everybody who installs the project gets that pre-release, and no final version will do.",
        fix: "Require a final version.",
        from: &["PEP 440"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other==1.0rc1\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other==1.0\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for (field, requirement) in facts.core.requirements() {
        let pins = requirement
            .versions
            .iter()
            .filter(|one| matches!(one.operator, "==" | "==="));
        let mut versions = pins.filter_map(|one| one.version.as_ref());
        if let Some(version) = versions.find(|version| version.is_prerelease()) {
            findings
                .push(format!(
                    "the requirement `{}` is pinned to the pre-release `{version}`",
                    field.value
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help("require a final version, or a range that has one");
        }
    }
}
