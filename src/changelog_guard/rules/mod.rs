//! What can be wrong with a changelog: one file a rule, one folder a kind of facts.
mod lint;
mod message;
mod release;

pub use lint::RULES as LINT;
pub use message::RULES as MESSAGE;
pub use release::RULES as RELEASE;

use crate::changelog::Changelog;
use crate::version::Version;

/// Whether a version can do without a section: a development release, or a pre-release in a project that writes none for
/// pre-releases, while there are notes for the version it leads to.
fn needs_no_section(changelog: &Changelog, version: &Version) -> bool {
    let writes_them = changelog.released().any(|(_, other)| other.is_prerelease());
    let has_notes =
        || !changelog.unreleased_is_empty() || changelog.section(&version.base()).is_some();
    version.dev.is_some() || (version.is_prerelease() && !writes_them && has_notes())
}

/// Whether an entry's text only holds a place for one.
fn is_placeholder(entry: &str) -> bool {
    let text = entry
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // An empty item stands for a missing entry; a stray sign between the entries does not.
    if text.is_empty() {
        return ["-", "*", "+", "•"].contains(&entry.trim());
    }
    let whole = [
        "todo",
        "tbd",
        "tba",
        "tbc",
        "fixme",
        "xxx",
        "wip",
        "nothing changed yet",
        "no changes yet",
        "nothing yet",
        "short description of non-trivial change",
        "your change here",
        "add your change here",
        "add entries here",
        "description of change",
        "lorem ipsum",
    ];
    whole.contains(&text.as_str())
        || ["todo:", "fixme:", "tbd:"]
            .iter()
            .any(|mark| text.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changelog_guard::{facts_at_release, facts_of_lint, facts_of_message};
    use crate::rule::{Example, Findings, Rule, Severity};

    fn speak<F>(rules: &'static [Rule<F>], facts_of: fn(&Example) -> Option<F>) {
        for rule in rules {
            let found = |example: &Example| {
                let facts =
                    facts_of(example).unwrap_or_else(|| panic!("{}: no facts", rule.about.name));
                let mut findings = Findings::default();
                findings.run(rule, Severity::Error, &facts);
                findings.into_found()
            };
            let name = rule.about.name;
            let bad = found(&rule.about.bad);
            assert!(!bad.is_empty(), "{name} is silent on its bad example");
            assert!(
                bad.iter().all(|finding| !finding.places.is_empty()),
                "{name} shows no place"
            );
            let good = found(&rule.about.good);
            assert!(
                good.is_empty(),
                "{name} speaks on its good example: {}",
                good[0].message
            );
        }
    }

    #[test]
    fn rules_speak_on_bad_examples_and_are_silent_on_good_ones() {
        speak(LINT, facts_of_lint);
        speak(RELEASE, facts_at_release);
        speak(MESSAGE, facts_of_message);
    }

    /// What the lint says of a changelog beside a project of version `1.1.0rc1`.
    fn lint(text: &'static str) -> Vec<String> {
        let toml = "[project]\nname = \"demo\"\nversion = \"1.1.0rc1\"\n";
        let tree: &'static [(&str, &str)] =
            Box::leak(Box::new([("pyproject.toml", toml), ("CHANGELOG.md", text)]));
        let facts = facts_of_lint(&Example::Tree(tree)).unwrap();
        let mut findings = Findings::default();
        for rule in LINT {
            findings.run(rule, rule.about.severity, &facts);
        }
        let found = findings.into_found().into_iter();
        found.map(|finding| finding.message).collect()
    }

    #[test]
    fn only_what_is_certain_is_said() {
        for (text, expected) in [
            // A backport in a file without dates, and versions from the oldest to the newest.
            (
                "## 1.1.0\n\n- C\n\n## 0.9.9\n\n- B\n\n## 1.0.0\n\n- A\n",
                "",
            ),
            (
                "## 0.9.0\n\n- A\n\n## 1.0.0\n\n- B\n",
                "version `0.9.0` stands above `1.0.0`, which is higher",
            ),
            // The section has its date before the last pre-release has become the release.
            ("## 1.1.0 - 2026-05-01\n\n- A\n", ""),
            (
                "## 1.2.0 - 2026-05-01\n\n- A\n",
                "version `1.2.0` is dated `2026-05-01`, and the declared version is `1.1.0rc1`",
            ),
            (
                "## 1.0.0 - 2026-05-01\n\n- A\n\n## 1.0.0 - 2026-05-01\n\n- B\n",
                "version `1.0.0` has two sections: both are `1.0.0 - 2026-05-01`",
            ),
        ] {
            assert_eq!(lint(text).join("\n"), expected, "{text}");
        }
    }

    #[test]
    fn placeholders_are_not_entries() {
        for text in [
            "- TODO",
            "* Nothing changed yet.",
            "- \\[Short description of non-trivial change.\\]",
            "- TBD",
            "-",
            "- TODO: say what",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "- TODO lists are sorted",
            "- No significant changes.",
            "- `todo` command",
            "- 修正",
            ">",
            "----)",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
