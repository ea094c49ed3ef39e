//! Tags in a wheel's file name are not in order.
use crate::dist::FileName;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-tags-unsorted",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Tags in a wheel's file name are not in order",
        why: "The specification asks for sorted sets, so that one wheel has one name.",
        fix: "Build with a current back-end, which sorts them.",
        from: &["PEP 425"],
        bad: Example::Dist {
            name: "demo-1.0-py3.py2-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-py2.py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Some(tags) = facts.parsed.as_ref().ok().and_then(FileName::tags) else {
        return;
    };
    for set in [&tags.python, &tags.abi, &tags.platform] {
        if set.is_sorted() {
            continue;
        }
        let mut sorted = set.clone();
        sorted.sort();
        let message = format!(
            "the tags `{}` of `{}` are not in order",
            set.join("."),
            facts.raw
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help(format!(
                "name them `{}`: update the build back-end",
                sorted.join(".")
            ));
    }
}
