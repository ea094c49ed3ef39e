//! The metadata has both `License` and `License-Expression`.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-and-expression",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The metadata has both `License` and `License-Expression`",
        why: "PyPI refuses metadata that states the license in both ways.",
        fix: "Keep `License-Expression`: `license = \"MIT\"` in pyproject.toml.",
        from: &["PEP 639", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: MIT\nLicense: MIT",
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
    let headers = &facts.core.headers;
    if let (Some(old), Some(new)) = (
        headers.first("License"),
        headers.first("License-Expression"),
    ) {
        let first = old.value.lines().next().unwrap_or_default();
        let message = format!(
            "the metadata has both `License` (`{first}`) and `License-Expression` (`{}`)",
            new.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(old.span.clone()))
            .at(facts.core.document.place(new.span.clone()))
            .help("keep the expression: `license = \"MIT\"` in `pyproject.toml`");
    }
}
