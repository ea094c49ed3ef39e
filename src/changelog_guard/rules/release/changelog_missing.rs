//! `changelog-missing`
use crate::changelog_guard::AtRelease;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<AtRelease> = Rule {
    about: About {
        name: "changelog-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The project says where its changelog is, and there is none",
        why: "Users follow the link to nothing.",
        fix: "Write the changelog, or take out what promises it.",
        from: &[],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n[project.urls]\nChangelog = \"https://github.com/o/demo/blob/main/docs/log.md\"\n",
        )]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
        )]),
    },
    check,
};

fn check(facts: &AtRelease, findings: &mut Findings) {
    if let (None, Some((path, place))) = (&facts.changelog, &facts.promised) {
        findings
            .push(format!("there is no changelog at `{path}`, where the project says it is, at the release of `{}`", facts.version))
            .at(place.clone().labelled("promised here"))
            .help(format!("write `{path}`, or take out what promises it"));
    }
}
