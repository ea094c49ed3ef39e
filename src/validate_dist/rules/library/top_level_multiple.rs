//! A wheel installs several things at the top of the library.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-multiple",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel installs several things at the top of the library",
        why: "Most projects have one package; a second one was often found by mistake.",
        fix: "Exclude what does not belong to the project, or say in `toplevel` what does.",
        from: &["W009", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("other/__init__.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("other/__init__.py", ""),
                Change::Configure("toplevel = [\"demo\", \"other\"]"),
            ],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    if facts.declared.says_tops() {
        return;
    }
    let tops = facts.tops().into_iter();
    let tops: Vec<_> = tops
        .filter(|top| !top.name.starts_with('_') && !top.is_pth())
        .collect();
    if tops.len() < 2 {
        return;
    }
    let names: Vec<String> = tops.iter().take(FEW).map(|top| top.shown()).collect();
    let finding = findings.push(format!(
        "the wheel installs {} things into `site-packages`: {}",
        tops.len(),
        names.join(", ")
    ));
    for top in tops.iter().take(FEW) {
        finding.at(Place::member(facts.path.clone(), top.member));
    }
    finding.help("exclude what does not belong to the project, or name all of them in `toplevel` of `[tool.release-guard.dist]`");
}
