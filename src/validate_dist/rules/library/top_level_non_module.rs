//! A file that is no module lies at the top of the library.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-non-module",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A file that is no module lies at the top of the library",
        why: "It is installed straight into `site-packages`, beside the files of all other projects, and may overwrite one of theirs.",
        fix: "Move the file into the package.",
        from: &["W003", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("README.txt", "Read me.\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("demo_extra.py", ""),
                Change::Write("demo.pth", "extra\n"),
            ],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let tops = facts.tops().into_iter();
    let stray = tops.filter(|top| !top.is_folder && !top.has_modules && !top.is_pth());
    for top in stray.take(FEW) {
        findings
            .push(format!(
                "`{}` is installed straight into `site-packages`, and is no module",
                top.name
            ))
            .at(Place::member(facts.path.clone(), top.member))
            .help("move it into the package, or exclude it from the build");
    }
}
