//! A project URL has no label, a long one, or one that stands twice.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "project-url-label",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A project URL has no label, a long one, or one that stands twice",
        why: "PyPI refuses labels that are empty, longer than 32 characters, or used again.",
        fix: "Rename the key in `[project.urls]`.",
        from: &["PEP 753", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Homepage,",
                "The homepage of this very small demo,",
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
    let mut seen = BTreeSet::new();
    for field in facts.core.headers.all("Project-URL") {
        let label = field
            .value
            .split_once(',')
            .map(|(label, _)| label.trim())
            .unwrap_or_default();
        let problem = match label.chars().count() {
            0 => format!("`{}` has no label before a comma", field.value),
            length if length > LIMIT => {
                format!("the label `{label}` has `{length}` characters, and PyPI takes `{LIMIT}`")
            }
            _ if !seen.insert(label) => format!("the label `{label}` stands twice"),
            _ => continue,
        };
        findings
            .push(format!("in `Project-URL` {problem}"))
            .at(facts.core.document.place(field.value_span.clone()))
            .help("rename the key in `[project.urls]`");
    }
}

const LIMIT: usize = 32;
