//! `duplicate-version`
use crate::changelog::Section;
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::version::Version;
use std::collections::HashMap;

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "duplicate-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The changelog has two sections for one version",
        why: "Readers and release notes find only one of them; the other one is usually the work of a merge.",
        fix: "Make them one section, or give one of them its own version.",
        from: &["Keep a Changelog", "parse-changelog"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0 - 2026-05-01\n\n- B\n\n## 1.1 - 2026-04-01\n\n- A\n",
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
    let mut seen: HashMap<&Version, &Section> = HashMap::new();
    for section in changelog.sections() {
        let Some(version) = section.about() else {
            continue;
        };
        let first = *seen.entry(version).or_insert(section);
        if first.heading != section.heading {
            let [first_title, title] =
                [first, section].map(|section| changelog.text(&section.title));
            let titles = if first_title == title {
                format!("both are `{title}`")
            } else {
                format!("`{first_title}` and `{title}`")
            };
            findings
                .push(format!("version `{version}` has two sections: {titles}"))
                .at(changelog.place(&section.title, "the second section"))
                .at(changelog.place(&first.title, "the first section"))
                .help("make them one section, or give one of them its own version");
        }
    }
}
