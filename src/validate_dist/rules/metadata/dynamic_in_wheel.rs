//! A wheel says that a field was made by its build.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "dynamic-in-wheel",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A wheel says that a field was made by its build",
        why: "`Dynamic` is for sdists: it tells what a build may change. In a wheel nothing changes any more.",
        fix: "Nothing: some build back-ends write it.",
        from: &["PEP 643"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Dynamic: Requires-Dist\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let field = facts.core.headers.first("Dynamic");
    if let Some(field) = field.filter(|_| facts.is_wheel) {
        findings
            .push(format!(
                "the wheel has `Dynamic: {}`, which is for sdists",
                field.value
            ))
            .at(facts.core.document.place(field.span.clone()))
            .help("leave it: some build back-ends write it, and everybody takes it");
    }
}
