//! The license expression has an identifier that SPDX has deprecated.
use crate::dist::LicenseExpression;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-expression-deprecated",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The license expression has an identifier that SPDX has deprecated",
        why: "Such identifiers are ambiguous: `GPL-2.0` does not say whether later versions count.",
        fix: "Write the identifier that SPDX has for it now.",
        from: &["PEP 639", "SPDX"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: GPL-2.0",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: GPL-2.0-only",
            )],
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
    for id in expression.deprecated {
        findings
            .push(format!(
                "SPDX has deprecated `{id}` of the license expression `{}`",
                field.value
            ))
            .at(facts.core.document.place(field.value_span.clone()))
            .help("write what SPDX has for it now, such as `GPL-2.0-only` or `GPL-2.0-or-later`");
    }
}
