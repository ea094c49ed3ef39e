//! A member does not have the checksum that the archive says.
use crate::dist::{Contents, Unread};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "zip-bad-crc",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member does not have the checksum that the archive says",
        why: "Its bytes are damaged, or were changed without the archive; installers stop there.",
        fix: "Build the distribution again.",
        from: &["pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Header("demo/cli.py", 14, b"\0\0\0\0"),
                Change::Listed("demo/cli.py", 16, b"\0\0\0\0"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let bad = facts.members.iter().filter_map(|content| {
        let reason = content.read.as_ref().err()?;
        matches!(reason, Unread::Crc { .. }).then_some((content, reason))
    });
    for (content, reason) in bad.take(FEW) {
        findings
            .push(format!(
                "the member `{}` is not what the archive says: {reason}",
                content.text()
            ))
            .at(Place::member(facts.path.clone(), &content.name))
            .help("build the distribution again");
    }
}
