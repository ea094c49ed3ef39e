//! A distribution has a local version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "local-version-in-dist",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A distribution has a local version",
        why: "Local versions such as `1.0+abc` are for builds that stay at home; PyPI refuses them.",
        fix: "Build from the release's tag, on a clean tree.",
        from: &["PEP 440", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0+g1a2b3c-py3-none-any.whl",
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
    if let Ok(parsed) = &facts.parsed
        && parsed.version().is_local()
    {
        let message = format!(
            "`{}` is of the local version `{}`, and PyPI refuses local versions",
            facts.raw,
            parsed.version()
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build from the tagged commit with nothing changed or untracked");
    }
}
