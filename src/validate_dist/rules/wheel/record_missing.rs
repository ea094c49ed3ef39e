//! A wheel has no readable RECORD.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has no readable RECORD",
        why: "Installers write down what they installed by it; without it pip cannot uninstall, and PyPI refuses the wheel.",
        fix: "Build it again with a build back-end.",
        from: &["PEP 376", "PEP 427", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Remove("/RECORD")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    if facts.dist_info.is_none() {
        return;
    }
    let name = facts.dist_info_member("RECORD");
    let help = "build it with a build back-end: `python -m build --wheel`";
    match &facts.record {
        Err(absent) => {
            findings
                .push(format!("`{name}` {absent}"))
                .at(Place::archive(facts.path.clone()))
                .help(help);
        }
        Ok(record) => {
            if let Some(problem) = &record.problem {
                findings
                    .push(format!("`{name}` cannot be read to its end: {problem}"))
                    .at(record.document.whole())
                    .help(help);
            }
        }
    }
}
