//! A file name has a control character.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "filename-control-char",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file name has a control character",
        why: "Indexes refuse such names, and terminals and shells misread them.",
        fix: "Rename the file.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    if let Some(control) = facts.raw.chars().find(char::is_ascii_control) {
        let message = format!(
            "`{}` has the control character `{}`",
            facts.raw,
            control.escape_unicode()
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("rename the file");
    }
}
