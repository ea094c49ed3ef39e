//! A wheel has no files but those that describe it.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "wheel-empty",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel has no files but those that describe it",
        why: "Installing it changes nothing; most often the build found no packages.",
        fix: "Tell the build back-end where the packages are.",
        from: &["W008", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("demo/__init__.py"),
                Change::Remove("demo/cli.py"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    if facts.is_alone {
        findings
            .push("the wheel has no files outside its `.dist-info` folder")
            .at(Place::archive(facts.path.clone()))
            .help("tell the build back-end where the packages are");
    }
}
