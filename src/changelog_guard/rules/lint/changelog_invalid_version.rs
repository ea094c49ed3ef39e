//! `changelog-invalid-version`
use crate::changelog::Kind;
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "changelog-invalid-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A heading among the versions looks like a version and is none",
        why: "No package can have this version, so the section belongs to no release.",
        fix: "Write the version as PEP 440 has it, such as `1.2.0rc1` or `1.2.0.post1`.",
        from: &["PEP 440", "python-kacl"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0-SNAPSHOT - 2026-05-01\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.1.0rc1 - 2026-05-01\n\n- B\n\n## 1.0.x and older\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    for section in changelog.sections() {
        if let Kind::Malformed { raw, error } = &section.kind {
            let span = section.version.as_ref().unwrap_or(&section.title);
            findings
                .push(format!("`{raw}` is not a version: {error}"))
                .at(changelog.place(span, "not a version"))
                .help("write it as PEP 440 has it, such as `1.2.0rc1` or `1.2.0.post1`");
        }
    }
}
