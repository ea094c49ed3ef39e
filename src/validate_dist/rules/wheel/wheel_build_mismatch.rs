//! The build tag in the WHEEL file is not that of the file name.
use crate::dist::FileName;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-build-mismatch",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The build tag in the WHEEL file is not that of the file name",
        why: "Installers choose by the file name, and records of what is installed are made from the WHEEL file.",
        fix: "Change the build tag with `python -m wheel tags --build`, never by renaming.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("/WHEEL", "Root-Is", "Build: 2\nRoot-Is")],
        },
        good: Example::Dist {
            name: "demo-1.0-2-py3-none-any.whl",
            changes: &[Change::Replace("/WHEEL", "Root-Is", "Build: 2\nRoot-Is")],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let (Ok(wheel), Ok(FileName::Wheel { build, .. })) = (&facts.wheel_file, &facts.file_name)
    else {
        return;
    };
    let written = wheel.headers.first("Build");
    if written.map(|field| &field.value) == build.as_ref() {
        return;
    }
    let shown = |build: Option<&String>| match build {
        Some(build) => format!("the build tag `{build}`"),
        None => "no build tag".to_owned(),
    };
    let (named, said) = (
        shown(build.as_ref()),
        shown(written.map(|field| &field.value)),
    );
    let place = match written {
        Some(field) => wheel.document.place(field.value_span.clone()),
        None => wheel.document.whole(),
    };
    findings
        .push(format!(
            "the file name has {named}, and `{}` has {said}",
            wheel.document.name
        ))
        .at(place)
        .help("change it with `python -m wheel tags --build`, which keeps both in step");
}
