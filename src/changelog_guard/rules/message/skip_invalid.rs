//! `skip-invalid`
use crate::changelog_guard::Message;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Message> = Rule {
    about: About {
        name: "skip-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The trailer `Changelog:` has a value that means nothing",
        why: "A misspelt `skip` excuses nothing, and a misspelt kind of change is lost to the tools that read it.",
        fix: "Write `Changelog: skip`, or the kind of change, such as `Changelog: fixed`.",
        from: &["GitLab"],
        bad: Example::Commit {
            message: "Sort the list\n\nChangelog: skpi\n",
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
                    "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
                ),
            ],
        },
        good: Example::Commit {
            message: "Sort the list\n\nChangelog: skip - inner change\n",
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
                    "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
                ),
                (
                    "CHANGELOG.md",
                    "## Unreleased\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
                ),
            ],
        },
    },
    check,
};

/// What the trailer may say: that no entry is needed, or the kind of change.
const KNOWN: &[&str] = &[
    "skip",
    "none",
    "no",
    "added",
    "changed",
    "deprecated",
    "removed",
    "fixed",
    "security",
    "performance",
    "feature",
    "breaking",
    "other",
    "amend",
];

fn check(facts: &Message, findings: &mut Findings) {
    for trailer in facts
        .trailers
        .iter()
        .filter(|trailer| trailer.key.eq_ignore_ascii_case("changelog"))
    {
        let word: String = trailer
            .value
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if KNOWN.contains(&word.to_lowercase().as_str()) {
            continue;
        }
        findings
            .push(format!("`{}: {}` means nothing; known are `{}`", trailer.key, trailer.value, KNOWN.join("`, `")))
            .at(trailer.place.clone())
            .help("write `Changelog: skip` with a reason, or the kind of change, such as `Changelog: fixed`");
    }
}
