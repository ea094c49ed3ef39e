//! A finding is accepted, and nobody says why.
use crate::policy::{Acceptances, Scope};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Acceptances> = Rule {
    about: About {
        name: "ignore-without-reason",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A finding is accepted without a reason",
        why: "Whoever makes the release a year later cannot tell an accepted finding from a forgotten one.",
        fix: "Say why: in the configuration with `reason = \"…\"`, in a comment after the bracket.",
        from: &[],
        bad: Example::Tree(&[(
            "docs/conf.py",
            "release = \"1.0\"  # release-guard: ignore[unknown-rule]\n",
        )]),
        good: Example::Tree(&[(
            "docs/conf.py",
            "release = \"1.0\"  # release-guard: ignore[unknown-rule] shows the last release\n",
        )]),
    },
    check,
};

fn check(facts: &Acceptances, findings: &mut Findings) {
    for acceptance in facts.given.iter().filter(|given| given.reason.is_empty()) {
        let finding = findings.push(format!(
            "`{}` is accepted without a reason",
            acceptance.rule
        ));
        if let Some(place) = &acceptance.place {
            finding.at(place.clone());
        }
        finding.help(match acceptance.scope {
            Scope::Line { .. } => format!("say why: `ignore[{}] because …`", acceptance.rule),
            Scope::Everywhere | Scope::Path(_) => "say why: `reason = \"…\"`".to_owned(),
        });
    }
}
