//! A license file's path is not a plain relative path.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-file-path",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A license file's path is not a plain relative path",
        why: "PyPI refuses metadata whose license files have `..`, `*`, a backslash, a leading slash or an empty part in their path.",
        fix: "Name the files below the project's own folder.",
        from: &["PEP 639", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-File: LICENSE",
                "License-File: ../LICENSE",
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
    // Before metadata 2.4 the field had no rules.
    if !facts.is_at_least((2, 4)) {
        return;
    }
    // `..` anywhere, as `packaging` has it, and no part that a path could do without.
    let is_plain = |path: &str| {
        let has_drive = path.as_bytes().get(1) == Some(&b':') || path.chars().nth(1) == Some(':');
        let mut parts = path.split('/');
        !has_drive
            && !path.contains(['\\', '*'])
            && !path.contains("..")
            && (path == "." || !parts.any(|part| part.is_empty() || part == "."))
    };
    for field in facts
        .core
        .headers
        .all("License-File")
        .filter(|field| !is_plain(&field.value))
    {
        let message = format!(
            "the license file's path `{}` is not a plain relative path",
            field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("keep license files below the folder of `pyproject.toml`");
    }
}
