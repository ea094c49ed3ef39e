//! The build tag of a wheel's file name does not begin with a digit.
use crate::dist::FileNameError;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-build-tag",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The build tag of a wheel's file name does not begin with a digit",
        why: "A build tag is ordered by its number; a file name with another one is refused.",
        fix: "Begin the build tag with a digit.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-b1-py3-none-any.whl",
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
    if let Err(error @ FileNameError::Build { .. }) = &facts.parsed
        && facts.raw.ends_with(".whl")
    {
        let message = format!("`{}` is not a wheel's file name: {error}", facts.raw);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("begin the build tag with a digit, or leave it out");
    }
}
