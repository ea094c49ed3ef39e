//! An sdist does not have exactly one top folder.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-no-single-top-level",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist does not have exactly one top folder",
        why: "Installers enter the one folder `{name}-{version}`; PyPI refuses an sdist that has another form.",
        fix: "Build with a build back-end instead of packing by hand.",
        from: &["PEP 517", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write("stray.txt", "")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    if facts.problem.is_some() && facts.tops.is_empty() {
        return;
    }
    let is_sound = facts
        .top()
        .is_some_and(|top| !matches!(top, "" | "." | ".."));
    if !is_sound {
        let names: Vec<String> = facts
            .tops
            .iter()
            .take(FEW)
            .map(|top| format!("`{top}`"))
            .collect();
        let names = if names.is_empty() {
            "none".into()
        } else {
            names.join(", ")
        };
        let message = format!(
            "`{}` should have exactly one top folder, and it has {names}",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it with a build back-end: `python -m build --sdist`");
    }
}
