//! The WHEEL file is not made of headers.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-file-parse",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The WHEEL file is not made of headers",
        why: "Installers read it line by line as `Name: value`; what they cannot read they refuse or pass over.",
        fix: "Build again with a current back-end.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Generator: sample",
                "Generator sample",
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
    for defect in wheel.headers.defects.iter().take(FEW) {
        findings
            .push(format!(
                "`{}` cannot be read as headers: {}",
                wheel.document.name, defect.message
            ))
            .at(wheel.document.place(defect.span.clone()))
            .help("build the wheel again with a current back-end");
    }
    let body = wheel
        .document
        .bytes
        .get(wheel.headers.body.clone())
        .unwrap_or_default();
    if !body.trim_ascii().is_empty() {
        findings
            .push(format!(
                "`{}` has text after an empty line, which nobody reads",
                wheel.document.name
            ))
            .at(wheel.document.place(wheel.headers.body.clone()))
            .help("build the wheel again with a current back-end");
    }
}
