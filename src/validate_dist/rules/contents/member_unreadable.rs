//! A member of a distribution cannot be inflated.
use crate::dist::{Contents, Unread};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "member-unreadable",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a distribution cannot be inflated",
        why: "Its bytes are damaged or are not those that the archive promises; installers stop there.",
        fix: "Build the distribution again.",
        from: &["pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Pack("demo/cli.py", 14)],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let damaged = facts
        .members
        .iter()
        .filter_map(|content| Some((content, content.read.as_ref().err()?)))
        .filter(|(_, reason)| matches!(reason, Unread::Damaged(_)));
    for (content, reason) in damaged.take(FEW) {
        let message = format!(
            "the member `{}` cannot be inflated: {reason}",
            content.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &content.name))
            .help("build the distribution again");
    }
}
