//! A wheel installs nothing that can be imported.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "wheel-library-empty",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel installs nothing that can be imported",
        why: "There is no file in its library: users install it and cannot import anything.",
        fix: "Tell the build back-end where the packages are.",
        from: &["W007", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("demo/__init__.py"),
                Change::Remove("demo/cli.py"),
                Change::Write("demo-1.0.data/data/share/demo.txt", ""),
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
    if facts.files.is_empty() {
        findings
            .push("the wheel installs no file into `site-packages`")
            .at(Place::archive(facts.path.clone()))
            .help("tell the build back-end where the packages are");
    }
}
