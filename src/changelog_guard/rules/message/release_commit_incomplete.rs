//! `release-commit-incomplete`
use crate::changelog_guard::Message;
use crate::changelog_guard::Raised;
use crate::changelog_guard::rules::needs_no_section;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Message> = Rule {
    about: About {
        name: "release-commit-incomplete",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A commit raises the declared version and leaves the changelog without a section for it",
        why: "The release of this commit would say nothing of what it changes; a tag on it would be refused.",
        fix: "Commit the changelog with the version: `changelog-guard roll VERSION`, then `git add`.",
        from: &["bump-my-version"],
        bad: Example::Commit {
            message: "Release 1.1.0",
            head: &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
                ),
            ],
            staged: &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
                ),
            ],
        },
        good: Example::Commit {
            message: "Release 1.1.0",
            head: &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
                ),
            ],
            staged: &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"demo\"\nversion = \"1.1.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-05-01\n\n- B\n\n## [1.0.0] - 2026-04-01\n\n- A\n",
                ),
            ],
        },
    },
    check,
};

fn check(facts: &Message, findings: &mut Findings) {
    for Raised {
        from,
        to,
        place,
        before,
        after,
    } in &facts.raised
    {
        let Some(changelog) = after else { continue };
        // What is still in development needs no section, and a planned one will do.
        if to.dev.is_some()
            || changelog.section(to).is_some()
            || needs_no_section(changelog, to)
            || changelog.is_pointer()
        {
            continue;
        }
        let path = &changelog.file().path;
        let is_same = before
            .as_ref()
            .is_some_and(|before| before.file().bytes == changelog.file().bytes);
        let told = if is_same {
            "is not changed"
        } else {
            "gets no section for it"
        };
        findings
            .push(format!(
                "the version goes from `{from}` to `{to}` in this commit, and `{path}` {told}"
            ))
            .at(place.clone().labelled(format!("`{from}` before")))
            .help(format!(
                "run `changelog-guard roll {to}` and `git add {path}`, then commit again"
            ));
    }
}
