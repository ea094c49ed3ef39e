//! A wheel has an archive comment.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-eocd-comment",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel has an archive comment",
        why: "Nobody reads it, and what stands there can be taken for another archive.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::End(20, b"\x05\0hello")],
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
        let ZipFlaw::Comment { length, .. } = flaw else {
            continue;
        };
        let message = format!(
            "`{}` has an archive comment of {length} bytes",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
