//! An sdist is not named as its project and version ask for.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "sdist-filename",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist is not named as its project and version ask for",
        why: "PyPI takes only the exact name `{name}-{version}.tar.gz` with the normalised name and version.",
        fix: "Build with a current back-end, which writes that name.",
        from: &["PEP 625"],
        bad: Example::Dist {
            name: "Demo-1.0.tar.gz",
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
    if !facts.raw.ends_with(".tar.gz") {
        return;
    }
    let message = match &facts.parsed {
        Ok(parsed) if parsed.to_string() == facts.raw => return,
        // That one is `filename-dash-in-version-legacy`'s.
        Ok(_) if facts.version_text().is_some_and(|text| text.contains('-')) => return,
        Ok(parsed) => format!(
            "the sdist is named `{}`, and PyPI takes only `{parsed}`",
            facts.raw
        ),
        Err(error) => format!("`{}` is not an sdist's file name: {error}", facts.raw),
    };
    let help = "update the build back-end and build again; do not rename the file by hand";
    findings
        .push(message)
        .at(Place::archive(facts.path.clone()))
        .help(help);
}
