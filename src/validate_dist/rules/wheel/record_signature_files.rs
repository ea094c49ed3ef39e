//! A wheel has a signature of its RECORD.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "record-signature-files",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A wheel has a signature of its RECORD",
        why: "Nothing reads `RECORD.jws` and `RECORD.p7s` any more; they suggest a protection that is not there.",
        fix: "Leave the file out; sign releases with attestations.",
        from: &["wheel specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.dist-info/RECORD.jws", "{}")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    for file in ["RECORD.jws", "RECORD.p7s"] {
        let name = facts.dist_info_member(file);
        if facts.members.has(name.as_bytes()) {
            findings
                .push(format!("`{name}` is a signature that nothing reads"))
                .at(Place::member(facts.path.clone(), &name))
                .help("leave it out; attestations sign the file as a whole");
        }
    }
}
