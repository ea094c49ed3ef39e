//! A wheel has more than one `.dist-info` folder.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "dist-info-multiple",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has more than one `.dist-info` folder",
        why: "Installers refuse a wheel that says who it is twice.",
        fix: "Remove the folder that does not belong to the project, often one that was copied in with a dependency.",
        from: &["PEP 427", "pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("other-2.0.dist-info/METADATA", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    if facts.dist_infos.len() > 1 {
        let names: Vec<String> = facts
            .dist_infos
            .iter()
            .take(FEW)
            .map(|name| format!("`{name}`"))
            .collect();
        let message = format!(
            "`{}` has {} `.dist-info` folders: {}",
            facts.raw_name,
            facts.dist_infos.len(),
            names.join(", ")
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("keep only the project's own");
    }
}
