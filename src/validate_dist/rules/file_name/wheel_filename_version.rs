//! The version in a wheel's file name is not one.
use crate::dist::FileNameError;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The version in a wheel's file name is not one",
        why: "Installers compare versions by PEP 440 and pass over a file whose version they cannot read.",
        fix: "Give the project a version that PEP 440 knows, and build again.",
        from: &["PEP 440", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0.x-py3-none-any.whl",
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
    if let Err(error @ FileNameError::Version { .. }) = &facts.parsed
        && facts.raw.ends_with(".whl")
    {
        let message = format!("`{}` is not a wheel's file name: {error}", facts.raw);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("set a version such as `1.0.0` and build again");
    }
}
