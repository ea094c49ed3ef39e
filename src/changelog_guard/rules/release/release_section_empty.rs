//! `release-section-empty`
use crate::changelog_guard::AtRelease;
use crate::changelog_guard::rules::is_placeholder;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<AtRelease> = Rule {
    about: About {
        name: "release-section-empty",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The released version's section says nothing",
        why: "Users cannot tell what the release changes, and its notes would be empty.",
        fix: "Say what the release changes; that nothing visible changes is worth a sentence too.",
        from: &["Keep a Changelog"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
            ),
            (
                "CHANGELOG.md",
                "## 1.1.0 - 2026-05-01\n\n### Added\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
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
    let Some(section) = changelog
        .section(version)
        .filter(|section| !section.is_unreleased())
    else {
        return;
    };
    let says_something = section
        .entries
        .iter()
        .any(|entry| !is_placeholder(changelog.text(&entry.span)));
    if !says_something {
        findings
            .push(format!("the section of version `{version}` in `{}` says nothing", changelog.file().path))
            .at(changelog.place(&section.title, "nothing below"))
            .help("say what the release changes; that nothing visible changes is worth a sentence too");
    }
}
