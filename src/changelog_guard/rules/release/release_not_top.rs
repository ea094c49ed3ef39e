//! `release-not-top`
use crate::changelog_guard::AtRelease;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<AtRelease> = Rule {
    about: About {
        name: "release-not-top",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The released version is not the first one in the changelog, though it is the highest",
        why: "The newest version is looked for at the top, by readers and by the programs that publish release notes.",
        fix: "Move the section above those of the older versions.",
        from: &["Keep a Changelog"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
            ),
            (
                "CHANGELOG.md",
                "## 1.0.0 - 2026-04-01\n\n- A\n\n## 1.1.0 - 2026-05-01\n\n- B\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
            ),
            (
                "CHANGELOG.md",
                "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &AtRelease, findings: &mut Findings) {
    let Some(changelog) = &facts.changelog else {
        return;
    };
    let version = &facts.version;
    let own = changelog.released().find(|(_, other)| *other == version);
    let (Some((section, _)), Some((first, newest))) = (own, changelog.released().next()) else {
        return;
    };
    // A higher first version is that of a newer release line.
    if newest < version {
        findings
            .push(format!(
                "the section of version `{version}` stands below that of `{newest}`"
            ))
            .at(changelog.place(&section.title, "the version that is released"))
            .at(changelog.place(&first.title, "an older version"))
            .help("move the section above those of the older versions");
    }
}
