//! A wheel inflates to far more than its size.
use crate::dist::Wheel;
use crate::dist::is_bomb;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-bomb",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel inflates to far more than its size",
        why: "PyPI refuses an archive of more than 64 MiB that is packed more than fifty times smaller.",
        fix: "Leave the data out, or load it when it is needed.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Claim("demo/cli.py", 200_000_000)],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let inflated = facts.members.inflated();
    if is_bomb(facts.size, inflated) {
        let message = format!(
            "`{}` has {} bytes and inflates to {inflated}, more than 64 MiB and more than 50 times as much",
            facts.raw_name, facts.size
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("leave large data of few different bytes out of the wheel");
    }
}
