//! A file name is too long for an index to store.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "filename-too-long",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file name is too long for an index to store",
        why: "An index stores `<name>.metadata` beside the file, and file systems take names of 255 bytes.",
        fix: "Shorten the project's name or the list of tags.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.manylinux_2_28_x86_64.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    if facts.raw.len() > LIMIT {
        let message = format!(
            "the file name has {} bytes, and an index takes at most {LIMIT}",
            facts.raw.len()
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("shorten the project's name or its tags");
    }
}

/// 255 bytes, less `.metadata`.
const LIMIT: usize = 246;
