//! A rule is named that does not exist.
use crate::policy::Acceptances;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Acceptances> = Rule {
    about: About {
        name: "unknown-rule",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Configuration or a comment names a rule that does not exist",
        why: "A misspelt name accepts nothing and weighs nothing, so what it was written for still happens. In CI a name \
              in the configuration that is unknown stops the program; a hook may be older than the configuration, and \
              only warns.",
        fix: "Correct the name (`--list-rules` shows all), or use a later version of release-guard.",
        from: &[],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[tool.release-guard.rules]\nunused-ignores = \"off\"\n",
        )]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[tool.release-guard.rules]\nunused-ignore = \"off\"\n",
        )]),
    },
    check,
};

fn check(facts: &Acceptances, findings: &mut Findings) {
    for unknown in &facts.unknown {
        let finding = findings.push(format!(
            "there is no rule `{}` in release-guard `{}`",
            unknown.name,
            env!("CARGO_PKG_VERSION")
        ));
        if let Some(place) = &unknown.place {
            finding.at(place.clone());
        }
        if let Some(name) = unknown.suggestion {
            finding.help(format!("did you mean `{name}`?"));
        }
    }
}
