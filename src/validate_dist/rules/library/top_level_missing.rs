//! A declared name is not at the top of the library.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A declared name is not at the top of the library",
        why: "The project says in `toplevel` what users can import, and the wheel lacks it.",
        fix: "Include it in the build, or correct `toplevel`.",
        from: &["W201", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Configure("toplevel = [\"demo\", \"gone\"]")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Configure("toplevel = [\"demo\"]")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let tops = facts.tops();
    let declared = facts.declared.toplevel.as_deref().unwrap_or_default();
    let is_missing = |name: &&String| !tops.iter().any(|top| top.name == name.as_str());
    for name in declared.iter().filter(is_missing) {
        findings
            .push(format!(
                "`{name}` is declared in `toplevel`, and the wheel does not install it"
            ))
            .at(Place::archive(facts.path.clone()))
            .help("include it in the build, or correct `toplevel` of `[tool.release-guard.dist]`");
    }
}
