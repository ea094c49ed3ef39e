//! A wheel does not say whether its files depend on a platform.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-root-is-purelib",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel does not say whether its files depend on a platform",
        why: "Installers decide by `Root-Is-Purelib` where the files go; without `true` or `false` they guess.",
        fix: "Write `Root-Is-Purelib: true` or `false`; build back-ends do.",
        from: &["PEP 427", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Root-Is-Purelib: true",
                "Root-Is-Purelib: maybe",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(wheel) = &facts.wheel_file else {
        return;
    };
    if wheel.is_purelib().is_some() {
        return;
    }
    let finding = match wheel.headers.first("Root-Is-Purelib") {
        Some(field) => findings
            .push(format!(
                "`Root-Is-Purelib` is `{}`, and it can be `true` or `false`",
                field.value
            ))
            .at(wheel.document.place(field.value_span.clone())),
        None => findings
            .push(format!(
                "`{}` has no `Root-Is-Purelib`, which can be `true` or `false`",
                wheel.document.name
            ))
            .at(wheel.document.whole()),
    };
    finding.help("build the wheel again with a current back-end");
}
