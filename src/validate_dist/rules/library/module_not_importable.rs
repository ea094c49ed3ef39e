//! A module lies where it cannot be imported.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;
use crate::validate_dist::is_importable;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "module-not-importable",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A module lies where it cannot be imported",
        why: "A part of its path is no name that Python takes: `import` cannot reach it.",
        fix: "Rename the file or the folder, or exclude it from the build.",
        from: &["W004", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/two-words.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/two_words.py", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let mut told = 0;
    for file in &facts.files {
        let Some(module) = file.module() else {
            continue;
        };
        let Some(part) = file
            .folders()
            .chain([module])
            .find(|part| !is_importable(part))
        else {
            continue;
        };
        findings
            .push(format!(
                "`{}` cannot be imported: `{part}` is no name of a module",
                file.path
            ))
            .at(Place::member(facts.path.clone(), &file.member))
            .help("rename it, or exclude it from the build");
        told += 1;
        if told >= FEW {
            return;
        }
    }
}
