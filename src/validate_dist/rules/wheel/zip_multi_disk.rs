//! A wheel is a part of an archive of several files.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-multi-disk",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel is a part of an archive of several files",
        why: "No installer looks for the other parts.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::End(4, b"\x01\0")],
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
        let ZipFlaw::MultiDisk { disk } = flaw else {
            continue;
        };
        let message = format!(
            "`{}` says that it is part `{disk}` of an archive of several files",
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
