//! A wheel is of a later format than installers know.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-version-newer",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel is of a later format than installers know",
        why: "Installers warn of a minor version that they do not know; what is new in it is lost.",
        fix: "Build with a back-end that writes format 1.0.",
        from: &["PEP 427", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Wheel-Version: 1.0",
                "Wheel-Version: 1.9",
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
    if let (Some((1, 1..)), Some(field)) =
        (wheel.wheel_version(), wheel.headers.first("Wheel-Version"))
    {
        findings
            .push(format!(
                "the wheel is of format `{}`, and installers know `1.0`",
                field.value
            ))
            .at(wheel.document.place(field.value_span.clone()))
            .help("build it with a back-end that writes format `1.0`");
    }
}
