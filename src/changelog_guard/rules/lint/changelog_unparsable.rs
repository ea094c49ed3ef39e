//! `changelog-unparsable`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "changelog-unparsable",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "No heading of the changelog is a version or `Unreleased`",
        why: "Nobody, and no program, can find what a release changes.",
        fix: "Give each version a heading such as `## [1.2.0] - 2026-01-02`, below one that says `## [Unreleased]`.",
        from: &["Keep a Changelog", "python-kacl"],
        bad: Example::Tree(&[("CHANGELOG.md", "# Changelog\n\n- Everything is new.\n")]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    if !changelog.sections().is_empty() || changelog.is_pointer() {
        return;
    }
    let path = &changelog.file().path;
    let message = match changelog.file().text() {
        Ok(_) => format!("no heading of `{path}` is a version or `Unreleased`"),
        Err(error) => format!("`{path}` cannot be read: {error}"),
    };
    findings.push(message).at(Place::file(path.clone())).help(
        "give each version a heading such as `## [1.2.0] - 2026-01-02`, below `## [Unreleased]`",
    );
}
