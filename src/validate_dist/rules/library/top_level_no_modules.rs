//! A folder at the top of the library has no modules.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;
use crate::validate_dist::is_stubs;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-no-modules",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A folder at the top of the library has no modules",
        why: "It cannot be imported, and lies among the packages of all projects.",
        fix: "Move the files into the package, or exclude them from the build.",
        from: &["W010", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("extras/notes.txt", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-stubs/__init__.pyi", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let tops = facts.tops().into_iter();
    let empty = tops.filter(|top| top.is_folder && !top.has_modules && !is_stubs(top.name));
    for top in empty.take(FEW) {
        findings
            .push(format!(
                "the folder {} at the top of the library has no modules",
                top.shown()
            ))
            .at(Place::member(facts.path.clone(), top.member))
            .help("move its files into the package, or exclude them from the build");
    }
}
