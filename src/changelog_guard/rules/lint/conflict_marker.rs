//! `conflict-marker`
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "conflict-marker",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The marks of an unresolved merge stand in the changelog",
        why: "The release would show both sides of the merge, marks included.",
        fix: "Keep the lines that are right and take the marks out.",
        from: &[],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0\n\n<<<<<<< HEAD\n- A\n=======\n- B\n>>>>>>> topic\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0\n\n```\n<<<<<<< HEAD\n>>>>>>> topic\n```\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    for (first, last) in changelog.conflicts() {
        findings
            .push(format!(
                "`{}` holds an unresolved merge, from `{}` to `{}`",
                changelog.file().path,
                changelog.text(first),
                changelog.text(last)
            ))
            .at(changelog.place(first, "it begins here"))
            .at(changelog.place(last, "it ends here"))
            .help("keep the lines that are right and take the marks out");
    }
}
