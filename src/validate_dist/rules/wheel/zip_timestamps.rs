//! A member of a wheel has a date that is none.
use crate::dist::{Listed, Wheel};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-timestamps",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "A member of a wheel has a date that is none",
        why: "Month and day begin at 1; programs stop there or make up a date.",
        fix: "Set `SOURCE_DATE_EPOCH` to 315532800 or later.",
        from: &["APPNOTE 4.4.6"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Header("demo/cli.py", 12, b"\0\0"),
                Change::Listed("demo/cli.py", 14, b"\0\0"),
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
    let bad = facts
        .members
        .members
        .iter()
        .filter(|member| !has_date(member));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has the date `{:#06x}`, which is none",
            member.text(),
            member.time[1]
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("set `SOURCE_DATE_EPOCH` to 315532800 or later, and build again");
    }
}

/// Year, month and day are 7, 4 and 5 bits.
fn has_date(member: &Listed) -> bool {
    let [_, date] = member.time;
    let (month, day) = (date >> 5 & 15, date & 31);
    (1..=12).contains(&month) && day > 0
}
