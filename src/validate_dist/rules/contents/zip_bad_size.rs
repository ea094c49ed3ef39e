//! A member does not have the size that the archive says.
use crate::dist::{Contents, Unread};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "zip-bad-size",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member does not have the size that the archive says",
        why: "Programs differ in whether they stop at the size or at the end of the data, so they read different bytes.",
        fix: "Build the distribution again.",
        from: &["uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Claim("demo/cli.py", 7)],
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
        matches!(reason, Unread::Size { .. } | Unread::Leftover { .. }).then_some((content, reason))
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
