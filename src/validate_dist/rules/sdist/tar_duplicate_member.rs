//! An sdist has two members of one name.
use crate::dist::Sdist;
use crate::dist::TarKind;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-duplicate-member",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An sdist has two members of one name",
        why: "The last one wins when it is unpacked, so what was looked at first need not be what is built.",
        fix: "Find out why the build adds the file twice, and build again.",
        from: &["PEP 625"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Twice("demo-1.0/LICENSE")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let files = facts
        .members
        .iter()
        .filter(|member| member.kind != TarKind::Folder);
    for member in files.filter(|member| !seen.insert(member.path())).take(FEW) {
        let message = format!(
            "the member `{}` stands more than once in `{}`",
            member.text(),
            facts.raw_name
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("look for a file that two rules of the build add");
    }
}
