//! A member of a wheel is not in its RECORD.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-incomplete",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of a wheel is not in its RECORD",
        why: "A file that RECORD does not name is not verified, and stays behind when the package is uninstalled.",
        fix: "Build again; add files before packing, not afterwards.",
        from: &["PEP 376", "PEP 427", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("/RECORD", "demo/cli.py,", "demo/gone.py,")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(record) = &facts.record else {
        return;
    };
    let named: BTreeSet<&[u8]> = record.rows.iter().map(|row| row.path.as_bytes()).collect();
    // A signature of RECORD cannot stand in it.
    let own = ["RECORD", "RECORD.jws", "RECORD.p7s"].map(|file| facts.dist_info_member(file));
    let is_own = |name: &[u8]| own.iter().any(|own| own.as_bytes() == name);
    let missing = facts
        .members
        .files()
        .filter(|member| !named.contains(&*member.name) && !is_own(&member.name));
    for member in missing.take(FEW) {
        let message = format!(
            "the member `{}` is not in `{}`",
            member.text(),
            record.document.name
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
