//! A wheel has two members of one name.
use crate::dist::Listed;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-duplicate-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has two members of one name",
        why: "Programs differ in which of the two they take, so what is checked need not be what is installed; PyPI refuses it.",
        fix: "Find out why the build adds the file twice, and build again.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Twice("demo/cli.py")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let mut before: Option<&Listed> = None;
    let mut told: Option<&Listed> = None;
    for member in facts.members.by_name() {
        let is_again = before.is_some_and(|before| before.name == member.name);
        if is_again && told.is_none_or(|told| told.name != member.name) {
            let message = format!(
                "the member `{}` stands more than once in `{}`",
                member.text(),
                facts.raw_name
            );
            findings
                .push(message)
                .at(Place::member(facts.path.clone(), &member.name))
                .help("look for a file that two rules of the build add");
            told = Some(member);
        }
        before = Some(member);
    }
}
