//! `unreleased-not-first`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "unreleased-not-first",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "What is unreleased stands below a released version",
        why: "New entries go where nobody looks, and the next release is rolled from the wrong place.",
        fix: "Move the section to the top, or make it one with the section there.",
        from: &["Keep a Changelog"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0 - 2026-05-01\n\n- B\n\n## Unreleased\n\n- A\n\n## 1.0.0 - 2026-04-01\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    let Some((released, version)) = changelog.released().next() else {
        return;
    };
    let below = changelog
        .sections()
        .iter()
        .filter(|section| section.heading.start > released.heading.start);
    for section in below.filter(|section| section.is_unreleased()) {
        findings
            .push(format!(
                "`{}` stands below version `{version}`",
                changelog.text(&section.title)
            ))
            .at(changelog.place(&section.title, "not released yet"))
            .at(changelog.place(&released.title, "released"))
            .help("move the section to the top, or make it one with the section there");
    }
}
