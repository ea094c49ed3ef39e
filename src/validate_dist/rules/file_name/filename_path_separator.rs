//! A file name has a path separator.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "filename-path-separator",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file name has a path separator",
        why: "Indexes refuse such names, and on Windows the file lands in another folder.",
        fix: "Rename the file.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo\\x-1.0.tar.gz",
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
    if facts.raw.contains(['/', '\\']) {
        let message = format!("`{}` has a path separator in its name", facts.raw);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("rename the file, or build it again");
    }
}
