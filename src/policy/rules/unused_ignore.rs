//! A finding is accepted that is not there.
use crate::policy::{Acceptances, Scope};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Acceptances> = Rule {
    about: About {
        name: "unused-ignore",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A finding is accepted that is not there",
        why: "What was wrong has been mended, or has moved; left behind, the acceptance would hide the next mistake of \
              its kind. Only the program that has the rule says so, and only of places that it looked at.",
        fix: "Take the acceptance out.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[[tool.release-guard.ignore]]\nrule = \"unknown-rule\"\npath = \"docs\"\nreason = \"for a later version\"\n",
            ),
            ("docs/conf.py", "release = \"1.0\"\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[[tool.release-guard.ignore]]\nrule = \"unknown-rule\"\npath = \"build\"\nreason = \"not looked at here\"\n",
            ),
            ("docs/conf.py", "release = \"1.0\"\n"),
        ]),
    },
    check,
};

fn check(facts: &Acceptances, findings: &mut Findings) {
    let unused = |given: &&crate::policy::Acceptance| given.judged && !given.used;
    for acceptance in facts.given.iter().filter(unused) {
        let covered = match &acceptance.scope {
            Scope::Everywhere => "in this project".to_owned(),
            Scope::Path(path) => format!("in `{path}`"),
            Scope::Line { .. } => "in this line".to_owned(),
        };
        let finding = findings.push(format!(
            "`{}` is accepted {covered}, where it found nothing",
            acceptance.rule
        ));
        if let Some(place) = &acceptance.place {
            finding.at(place.clone());
        }
        finding.help("take it out");
    }
}
