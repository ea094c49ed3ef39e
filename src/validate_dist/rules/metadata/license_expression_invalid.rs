//! The license expression cannot be read.
use crate::dist::{LicenseExpression, tables::SPDX};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-expression-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The license expression cannot be read",
        why: "PyPI takes only identifiers that SPDX lists, joined by `AND`, `OR` and `WITH`.",
        fix: "Write an expression such as `MIT` or `Apache-2.0 OR MIT`; `LicenseRef-Name` stands for a license that SPDX does not list.",
        from: &["PEP 639", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: Apache 2.0",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT",
                "License-Expression: MIT OR (Apache-2.0 WITH LLVM-exception)",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("License-Expression") else {
        return;
    };

    if let Err(error) = LicenseExpression::parse(&field.value) {
        let message = format!(
            "the license expression `{}` cannot be read: {error}",
            field.value
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help(format!(
                "write identifiers of SPDX {SPDX} with `AND`, `OR`, `WITH`, or `LicenseRef-Name`"
            ));
    }
}
