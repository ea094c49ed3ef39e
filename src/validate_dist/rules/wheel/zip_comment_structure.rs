//! The archive comment of a wheel could be read as an archive.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-comment-structure",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The archive comment of a wheel could be read as an archive",
        why: "Programs that look for the end record from different sides find different archives.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::End(20, b"\x04\0PK\x05\x06")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    for flaw in &facts.flaws {
        let ZipFlaw::Comment {
            length,
            has_structure: true,
        } = flaw
        else {
            continue;
        };
        let message = format!(
            "the archive comment of `{}`, {length} bytes long, could be read as records of an archive",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
