//! Something at the top of the library is not declared.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-undeclared",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Something at the top of the library is not declared",
        why: "The project says in `toplevel` what users can import, and the wheel installs something else.",
        fix: "Exclude it from the build, or add it to `toplevel`.",
        from: &["W202", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("other.py", ""),
                Change::Configure("toplevel = [\"demo\"]"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Configure("toplevel = [\"demo\"]")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let Some(declared) = &facts.declared.toplevel else {
        return;
    };
    let tops = facts.tops().into_iter();
    let extra = tops.filter(|top| !top.is_pth() && !declared.iter().any(|name| name == top.name));
    for top in extra.take(FEW) {
        findings
            .push(format!(
                "the wheel installs {}, which `toplevel` does not name",
                top.shown()
            ))
            .at(Place::member(facts.path.clone(), top.member))
            .help(
                "exclude it from the build, or add it to `toplevel` of `[tool.release-guard.dist]`",
            );
    }
}
