//! `date-missing`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "date-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "One of the ten newest versions has no date where the others have one",
        why: "Readers cannot tell whether the version is out.",
        fix: "Add the day of the release to the heading, in the form the other headings have.",
        from: &["Keep a Changelog", "python-kacl"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.4.0 - 2026-05-01\n\n## 1.3.0 - 2026-04-01\n\n## 1.2.0\n\n## 1.1.0 - 2026-02-01\n\n## 1.0.0 - 2026-01-01\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.4.0 - 2026-05-01\n\n## 1.3.0 - 2026-04-01\n\n## 1.2.0 - 2026-03-01\n\n## 1.1.0 - 2026-02-01\n\n## 1.0.0 - 2026-01-01\n",
        )]),
    },
    check,
};

/// Older sections are history that nobody mends.
const NEWEST: usize = 10;

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    if !changelog.dates_versions() {
        return;
    }
    let newest = changelog
        .released()
        .next()
        .map(|(section, _)| section.heading.start);
    let dated = changelog
        .released()
        .filter(|(section, _)| section.date.is_some())
        .count();
    let all = changelog.released().count();
    let recent = changelog.released().take(NEWEST);
    for (section, version) in recent.filter(|(section, _)| section.date.is_none()) {
        // The newest section may be that of a version in the making.
        let is_ahead = facts
            .declared
            .as_ref()
            .is_none_or(|declared| version > declared);
        if newest == Some(section.heading.start) && is_ahead {
            continue;
        }
        findings
            .push(format!(
                "version `{version}` has no date, and `{dated}` of `{all}` versions have one"
            ))
            .at(changelog.place(&section.title, "no date"))
            .help("add the day of the release in the form the other headings have");
    }
}
