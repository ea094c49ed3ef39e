//! A `.data` folder is not named as the file is.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "data-dir-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A `.data` folder is not named as the file is",
        why: "Installers look for `{name}-{version}.data`; any other folder is installed as it stands, among the packages.",
        fix: "Build again; do not rename a wheel by hand.",
        from: &["PEP 427", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-2.0.data/scripts/demo", "#!python\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.data/scripts/demo", "#!python\n")],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Some(expected) = facts.data_folder() else {
        return;
    };
    for folder in facts
        .data_folders()
        .iter()
        .filter(|folder| **folder != expected)
        .take(FEW)
    {
        findings
            .push(format!(
                "the folder `{folder}` is not `{expected}`, which the metadata asks for"
            ))
            .at(Place::member(facts.path.clone(), folder))
            .help("build the wheel again instead of renaming it");
    }
}
