//! `entry-placeholder`
use crate::changelog_guard::Lint;
use crate::changelog_guard::rules::is_placeholder;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "entry-placeholder",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A released section holds a placeholder where an entry should be",
        why: "Readers of the release see the reminder instead of the change.",
        fix: "Say what changed, or take the placeholder out.",
        from: &["zest.releaser"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0 - 2026-05-01\n\n- Nothing changed yet.\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.2.0 (unreleased)\n\n- Nothing changed yet.\n\n## 1.1.0 - 2026-05-01\n\n- No visible changes.\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    for (section, version) in changelog.released() {
        for entry in &section.entries {
            let text = changelog.text(&entry.span);
            if is_placeholder(text) {
                findings
                    .push(format!(
                        "version `{version}` is released with the placeholder `{text}`"
                    ))
                    .at(changelog.place(&entry.span, "placeholder"))
                    .help("say what changed, or take the placeholder out");
            }
        }
    }
}
