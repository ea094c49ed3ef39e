//! `date-future`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "date-future",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A version is dated after tomorrow",
        why: "The version is not released, whatever the heading says; it is usually a wrong year.",
        fix: "Write the day of the release; leave the version unreleased until then.",
        from: &[],
        bad: Example::Tree(&[("CHANGELOG.md", "## 1.0.0 - 2062-05-01\n\n- A\n")]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    // East of UTC tomorrow has begun already.
    let Ok(tomorrow) = facts.today.tomorrow() else {
        return;
    };
    for (section, version) in changelog.released() {
        let Some(dated) = &section.date else { continue };
        if let Some(day) = dated.day.filter(|day| *day > tomorrow) {
            findings
                .push(format!(
                    "version `{version}` is dated `{day}`, and today is `{}`",
                    facts.today
                ))
                .at(changelog.place(&dated.span, "after tomorrow"))
                .help("write the day of the release; leave the version unreleased until then");
        }
    }
}
