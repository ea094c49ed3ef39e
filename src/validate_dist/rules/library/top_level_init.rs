//! An `__init__.py` lies at the top of the library.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-init",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "An `__init__.py` lies at the top of the library",
        why: "It makes a package of `site-packages` itself: the packaging took the content of the package for the package.",
        fix: "Let the build back-end pack the folder, not what is in it.",
        from: &["W006", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("__init__.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    for top in facts.tops() {
        if !top.is_folder && top.name == "__init__.py" {
            findings
                .push("`__init__.py` is installed straight into `site-packages`")
                .at(Place::member(facts.path.clone(), top.member))
                .help("pack the package's folder instead of what is in it");
        }
    }
}
