//! A member's path is too long for Windows.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

const LONG_PATH: &str = concat!(
    "demo/a_folder_with_a_long_name_that_goes_on_and_on_and_on_and_on_and_on/",
    "a_folder_with_a_long_name_that_goes_on_and_on_and_on_and_on_and_on_and_on/",
    "a_module_with_a_long_name_that_goes_on_and_on_and_on_and_on_and_on.py"
);

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "archive-path-too-long",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member's path is too long for Windows",
        why: "A path of 260 characters is the most there, and the folder it is installed in needs some of them.",
        fix: "Use shorter names of folders.",
        from: &["Windows"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(LONG_PATH, "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let bad = facts
        .members
        .members
        .iter()
        .filter(|member| member.name.len() > 200);
    for member in bad.take(FEW) {
        let message = format!(
            "the path of the member `{}` has {} bytes, and 200 is the most that is safe on Windows",
            member.text(),
            member.name.len()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("use shorter names");
    }
}
