//! An entry of the central directory leads to no member.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-cd-without-lfh",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An entry of the central directory leads to no member",
        why: "Programs differ in what they make of it, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Listed("demo/cli.py", 42, b"\x01\0\0\0")],
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
        let ZipFlaw::EntryWithoutLocal { name, offset } = flaw else {
            continue;
        };
        let message = format!(
            "the central directory says that `{}` is at byte {offset}, and no local header is there",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
