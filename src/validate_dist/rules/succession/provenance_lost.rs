//! A release goes up without attestations, and the one before has some.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Succession;

const PAGE: (&str, &str) = (
    "simple/demo/index.json",
    r#"{"files": [{"filename": "demo-0.9-py3-none-any.whl", "url": "demo-0.9-py3-none-any.whl", "provenance": "https://pypi.org/integrity/demo/v0.9/demo-0.9-py3-none-any.whl/provenance"}]}"#,
);

pub(super) const RULE: Rule<Succession> = Rule {
    about: About {
        name: "provenance-lost",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file goes up without attestations, and those of the release before have some",
        why: "Who installs with a check of where files come from is locked out, and a release from another place than usual is what a stolen token looks like. It is judged when files are uploaded: beside the newest earlier release on the index that is not yanked.",
        fix: "Upload from the job that is the trusted publisher, with attestations.",
        from: &["PEP 740"],
        bad: Example::Tree(&[PAGE, ("dist/demo-1.0-py3-none-any.whl", "…")]),
        good: Example::Tree(&[
            PAGE,
            ("dist/demo-1.0-py3-none-any.whl", "…"),
            ("dist/demo-1.0-py3-none-any.whl.publish.attestation", "…"),
        ]),
    },
    check,
};

fn check(facts: &Succession, findings: &mut Findings) {
    let Some(earlier) = &facts.releases.earlier else {
        return;
    };
    if !earlier.files.iter().any(|file| file.has_provenance) {
        return;
    }
    let without: Vec<_> = facts
        .files
        .iter()
        .filter(|file| !file.has_attestation)
        .collect();
    if without.is_empty() {
        return;
    }
    let (project, version) = (&facts.project, &facts.version);
    let message = format!(
        "`{project} {version}` goes up without attestations, and `{}` on the index has some",
        earlier.version
    );
    let finding = findings.push(message);
    for file in without {
        finding.at(Place::archive(file.path.clone()));
    }
    finding.help(
        "upload from the job that is the trusted publisher, or lay attestations beside the files: `python -m pypi_attestations sign dist/*`",
    );
}
