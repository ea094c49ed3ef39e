//! A member of a wheel is encrypted.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-encrypted",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel is encrypted",
        why: "No installer asks for a password.",
        fix: "Pack the wheel without a password.",
        from: &["uv", "APPNOTE 4.4.4"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Header("demo/cli.py", 6, b"\x01\x08"),
                Change::Listed("demo/cli.py", 8, b"\x01\x08"),
            ],
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
        let ZipFlaw::Encrypted { name } = flaw else {
            continue;
        };
        let message = format!(
            "the member `{}` is encrypted",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
