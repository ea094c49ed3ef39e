//! `Requires-Python` is missing.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-python-missing",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "`Requires-Python` is missing",
        why: "Installers offer the release to interpreters that it does not run on.",
        fix: "Set `requires-python` in pyproject.toml.",
        from: &["PEP 345", "pyroma"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "Requires-Python: >=3.9\n", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let field = facts.core.headers.first("Requires-Python");
    if field.is_none_or(|field| field.value.is_empty()) {
        findings
            .push(format!(
                "`{}` has no `Requires-Python`",
                facts.core.document.name
            ))
            .at(facts.core.document.whole())
            .help("set `requires-python = \">=3.9\"` in `pyproject.toml`");
    }
}
