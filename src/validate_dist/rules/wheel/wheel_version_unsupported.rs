//! A wheel is of a format that installers do not know.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-version-unsupported",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel is of a format that installers do not know",
        why: "Installers refuse a wheel whose format has another major version than 1, or none.",
        fix: "Build again with a current back-end.",
        from: &["PEP 427", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Wheel-Version: 1.0",
                "Wheel-Version: 2.0",
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
    if matches!(wheel.wheel_version(), Some((1, _))) {
        return;
    }
    let finding = match wheel.headers.first("Wheel-Version") {
        Some(field) => findings
            .push(format!(
                "the wheel is of format `{}`, and installers know `1.0`",
                field.value
            ))
            .at(wheel.document.place(field.value_span.clone())),
        None => findings
            .push(format!(
                "`{}` has no `Wheel-Version`, and installers ask for `1.0`",
                wheel.document.name
            ))
            .at(wheel.document.whole()),
    };
    finding.help("build the wheel again with a current back-end");
}
