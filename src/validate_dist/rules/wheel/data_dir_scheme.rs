//! A file in the `.data` folder belongs nowhere.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "data-dir-scheme",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file in the `.data` folder belongs nowhere",
        why: "Installers know the folders `purelib`, `platlib`, `headers`, `scripts` and `data` in it; they refuse or lose the rest, and folders of scripts.",
        fix: "Correct the build: most back-ends make the folder themselves.",
        from: &["PEP 427", "check-wheel-contents", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.data/share/demo.txt", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("demo-1.0.data/data/share/demo.txt", ""),
                Change::Write("demo-1.0.data/platlib/demo/x.py", ""),
            ],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Some(folder) = facts.data_folder() else {
        return;
    };
    let is_purelib = facts
        .wheel_file
        .as_ref()
        .ok()
        .and_then(|wheel| wheel.is_purelib());
    let mut told = 0;
    for member in facts.members.files() {
        let name = member.text();
        let Some(below) = name
            .strip_prefix(&folder)
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            continue;
        };
        let problem = match (below.split_once('/'), is_purelib) {
            (None, _) => "lies in no folder of a scheme",
            (Some(("purelib", _)), Some(true)) => {
                "lies in `purelib`, and the top of the wheel is that already"
            }
            (Some(("platlib", _)), Some(false)) => {
                "lies in `platlib`, and the top of the wheel is that already"
            }
            (Some(("scripts", file)), _) if file.contains('/') => "is a script in a folder",
            (Some(("purelib" | "platlib" | "headers" | "scripts" | "data", _)), _) => continue,
            _ => "lies in a folder that is no scheme",
        };
        findings
            .push(format!("`{name}` {problem}"))
            .at(Place::member(facts.path.clone(), &member.name))
            .help("the schemes are `purelib`, `platlib`, `headers`, `scripts` and `data`");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}
