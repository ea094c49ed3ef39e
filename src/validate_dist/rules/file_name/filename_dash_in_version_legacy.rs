//! An sdist spells a post-release with a dash.
use crate::dist::FileName;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "filename-dash-in-version-legacy",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist spells a post-release with a dash",
        why: "PyPI takes an sdist only by the name that the normalised version gives, and `1.0-1` is `1.0.post1` there.",
        fix: "Give the project the version `1.0.post1` and build again.",
        from: &["PEP 625", "PEP 440"],
        bad: Example::Dist {
            name: "demo-1.0-1.tar.gz",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0.post1.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Ok(parsed @ FileName::Sdist { version, .. }) = &facts.parsed else {
        return;
    };
    if let Some(text) = facts.version_text().filter(|text| text.contains('-')) {
        let message = format!(
            "the version `{text}` in `{}` has a dash, and PyPI takes only `{parsed}`",
            facts.raw
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help(format!(
                "set the version `{version}` and build again with a current back-end"
            ));
    }
}
