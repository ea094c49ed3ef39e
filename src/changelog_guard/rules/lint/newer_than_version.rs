//! `newer-than-version`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "newer-than-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A dated section is of a higher version than any that is declared",
        why: "The changelog says that a version is out which the package has not reached.",
        fix: "Raise the declared version, or leave the section unreleased until the release.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
            ),
            (
                "CHANGELOG.md",
                "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
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

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    let Some(declared) = &facts.declared else {
        return;
    };
    for (section, version) in changelog.released() {
        // A section may get its date while the version is still that of its last development or pre-release.
        let is_near = declared.is_prerelease() && declared.base() == version.base();
        let is_newer = version > declared && !is_near;
        let Some(dated) = section.date.as_ref().filter(|_| is_newer) else {
            continue;
        };
        findings
            .push(format!("version `{version}` is dated `{}`, and the declared version is `{declared}`", changelog.text(&dated.span)))
            .at(changelog.place(&section.title, "higher than what is declared"))
            .help(format!("raise the declared version to `{version}`, or leave the section unreleased until the release"));
    }
}
