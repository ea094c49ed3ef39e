//! The license expression is not spelled as SPDX spells it.
use crate::dist::LicenseExpression;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-expression-spelling",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The license expression is not spelled as SPDX spells it",
        why: "Tools that look for `MIT` do not find `mit`.",
        fix: "Spell identifiers and operators as SPDX does.",
        from: &["PEP 639"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: mit",
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
    let Some(field) = facts.core.headers.first("License-Expression") else {
        return;
    };

    let Ok(expression) = LicenseExpression::parse(&field.value) else {
        return;
    };
    let canonical = &expression.canonical;
    if *canonical != field.value {
        findings
            .push(format!(
                "the license expression `{}` is `{canonical}` as SPDX spells it",
                field.value
            ))
            .at(facts.core.document.place(field.value_span.clone()))
            .help(format!(
                "write `license = \"{canonical}\"` in `pyproject.toml`"
            ));
    }
}
