//! A data file is meant for a place outside the environment.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "data-outside-prefix",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A data file is meant for a place outside the environment",
        why: "What is in `.data/data` goes below the environment: `usr/share` becomes `{env}/usr/share`, which nothing looks into.",
        fix: "Install it below `share` or `etc`, or read it from the package.",
        from: &["wheel specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.data/data/usr/share/demo.txt", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.data/data/share/demo.txt", "")],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Some(folder) = facts.data_folder() else {
        return;
    };
    let start = format!("{folder}/data/");
    let outside = facts.members.files().filter(|member| {
        let text = member.text();
        let top = text
            .strip_prefix(&start)
            .and_then(|below| below.split('/').next());
        top.is_some_and(|top| {
            [
                "usr", "opt", "var", "home", "root", "tmp", "Users", "Library",
            ]
            .contains(&top)
        })
    });
    for member in outside.take(FEW) {
        findings
            .push(format!(
                "`{}` would be installed below the environment, not below `/`",
                member.text()
            ))
            .at(Place::member(facts.path.clone(), &member.name))
            .help("install it below `share` or `etc`, or read it from the package");
    }
}
