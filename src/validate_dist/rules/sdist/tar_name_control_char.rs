//! A member's name has a character that is not seen.
use crate::dist::{Sdist, has_control};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-name-control-char",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member's name has a character that is not seen",
        why: "Control characters, and such as turn the direction of text, make a name look like another; indexes and installers refuse them.",
        fix: "Rename the file.",
        from: &["uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write("demo-1.0/cli\u{202e}.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let bad = facts
        .members
        .iter()
        .filter(|member| has_control(&member.name));
    for member in bad.take(FEW) {
        let message = format!(
            "the member `{}` has a control character or a hidden one in its name, or no name",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("give the file another name");
    }
}
