//! `local-or-dev-version-at-release`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "local-or-dev-version-at-release",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A local or development version is about to be released",
        why: "PyPI refuses local versions, and a development version says that the release is still to come.",
        fix: "Bump to a final version or a pre-release before tagging.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.0.dev1 HEAD refs/tags/v1.2.0.dev1 0"],
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0.dev1\"\n",
            )],
            tags: &[],
        },
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0.dev1\"\n",
        )]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    if facts.release.is_none() {
        return;
    }
    let unfit = |version: &crate::version::Version| version.is_local() || version.dev.is_some();
    let found: Vec<_> = facts
        .versions()
        .filter(|(_, version)| unfit(version))
        .collect();
    let Some((first, version)) = found.first() else {
        return;
    };
    let kind = if version.is_local() {
        "a local version"
    } else {
        "a development version"
    };
    let finding = findings.push(format!(
        "{} is about to be released as `{}`, which is {kind}",
        facts.package.called(),
        first.raw
    ));
    for (declaration, _) in &found {
        finding.at(declaration
            .place
            .clone()
            .labelled(format!("`{}` here", declaration.raw)));
    }
    finding.help(format!("bump to `{}` before tagging", version.base()));
}
