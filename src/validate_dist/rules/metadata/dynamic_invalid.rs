//! `Dynamic` names what cannot be dynamic.
use crate::dist::CoreMetadata;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "dynamic-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "`Dynamic` names what cannot be dynamic",
        why: "Name, version and the metadata version are always fixed, and PyPI refuses names that are no fields.",
        fix: "Correct `dynamic` in pyproject.toml.",
        from: &["PEP 643", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "PKG-INFO",
                "Requires-Python",
                "Dynamic: Version\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "PKG-INFO",
                "Requires-Python",
                "Dynamic: Requires-Dist\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Dynamic") {
        let value = facts.core.exact(field);
        let problem = match CoreMetadata::rule_of(&value) {
            None => "which is not a field",
            Some(rule) if FIXED.contains(&rule.name) => "which is always fixed",
            Some(_) => continue,
        };
        findings
            .push(format!("`Dynamic` names `{value}`, {problem}"))
            .at(facts.core.document.place(field.value_span.clone()))
            .help("correct `dynamic` in `pyproject.toml`, or update the build back-end");
    }
}

const FIXED: &[&str] = &["Metadata-Version", "Name", "Version", "Dynamic"];
