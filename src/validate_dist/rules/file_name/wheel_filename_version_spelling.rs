//! The version in a wheel's file name is not in normal form.
use crate::dist::FileName;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-version-spelling",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The version in a wheel's file name is not in normal form",
        why: "Tools that compare file names by their text take `1.0.0-rc1` and `1.0.0rc1` for different releases.",
        fix: "Build with a current back-end, which writes the normal form.",
        from: &["PEP 440", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0.RC1-py3-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0rc1-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Ok(FileName::Wheel { version, .. }) = &facts.parsed else {
        return;
    };
    let normal = version.to_string();
    if let Some(text) = facts.version_text().filter(|text| *text != normal) {
        let message = format!(
            "the version of `{}` is `{text}`, and its normal form is `{normal}`",
            facts.raw
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("update the build back-end and build again; do not rename the file by hand");
    }
}
