//! `release-section-missing`
use crate::changelog_guard::AtRelease;
use crate::changelog_guard::rules::needs_no_section;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<AtRelease> = Rule {
    about: About {
        name: "release-section-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The released version has no section in the changelog",
        why: "Users cannot tell what the release changes, and its notes would be empty.",
        fix: "Make the `Unreleased` section that of the version: `changelog-guard roll VERSION`.",
        from: &["Keep a Changelog", "cargo-release"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
            ),
            (
                "CHANGELOG.md",
                "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
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
    let (Some(changelog), version) = (&facts.changelog, &facts.version) else {
        return;
    };
    let path = &changelog.file().path;
    if changelog.sections().is_empty() || needs_no_section(changelog, version) {
        return;
    }
    let help = format!(
        "`changelog-guard roll {version}` makes what is unreleased the section of `{version}`"
    );
    match changelog.section(version) {
        Some(section) if section.is_unreleased() => {
            findings
                .push(format!(
                    "`{}` in `{path}` still says that version `{version}` is unreleased",
                    changelog.text(&section.title)
                ))
                .at(changelog.place(&section.title, "unreleased"))
                .help(help);
        }
        Some(_) => {}
        None => {
            let newest = changelog.released().next();
            let newest = newest.map_or("no version is released there".to_owned(), |(_, newest)| {
                format!("its newest one is `{newest}`")
            });
            let finding = findings.push(format!(
                "`{path}` has no section for version `{version}`; {newest}"
            ));
            if let Some(section) = changelog.sections().first() {
                finding.at(changelog.place(&section.title, "the topmost section"));
            }
            finding.help(help);
        }
    }
}
