//! The tags in a wheel's file name are not compatibility tags.
use crate::dist::FileNameError;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-tags",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tags in a wheel's file name are not compatibility tags",
        why: "Installers choose a wheel by its tags; one whose tags are empty or malformed is never chosen.",
        fix: "Build again with a current back-end.",
        from: &["PEP 425"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-.whl",
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
    if let Err(error @ FileNameError::Tags { .. }) = &facts.parsed
        && facts.raw.ends_with(".whl")
    {
        let message = format!("`{}` is not a wheel's file name: {error}", facts.raw);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --wheel`");
    }
}
