//! A wheel's file name does not have five or six parts.
use crate::dist::FileNameError;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-parts",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel's file name does not have five or six parts",
        why: "Installers take name, version, build and tags from the file name, and indexes refuse what they cannot take apart.",
        fix: "Name it `name-version-python-abi-platform.whl`, as the build back-end does.",
        from: &["PEP 427", "packaging"],
        bad: Example::Dist {
            name: "demo-1.0-any.whl",
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
    if let Err(error @ FileNameError::Parts { .. }) = &facts.parsed
        && facts.raw.ends_with(".whl")
    {
        let message = format!("`{}` is not a wheel's file name: {error}", facts.raw);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --wheel`");
    }
}
