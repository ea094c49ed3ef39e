//! `date-invalid`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "date-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A date is on no calendar",
        why: "Nobody knows when the version was released; it is usually a slip of the pen.",
        fix: "Write the day of the release.",
        from: &["Keep a Changelog", "python-kacl"],
        bad: Example::Tree(&[("CHANGELOG.md", "## 1.0.0 - 2026-02-30\n\n- A\n")]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    for section in changelog.sections() {
        let Some(dated) = section.date.as_ref().filter(|dated| dated.day.is_none()) else {
            continue;
        };
        findings
            .push(format!(
                "`{}` in the heading `{}` is on no calendar",
                changelog.text(&dated.span),
                changelog.text(&section.title)
            ))
            .at(changelog.place(&dated.span, "no such day"))
            .help("write the day of the release");
    }
}
