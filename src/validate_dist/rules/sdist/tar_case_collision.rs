//! Two members are one file where case does not count.
use crate::dist::{Sdist, TarKind, TarMember, collisions};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-case-collision",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Two members are one file where case does not count",
        why: "On macOS and Windows one is written over the other; the same holds for two forms of one letter, and for a file and a folder of one name.",
        fix: "Rename one of them.",
        from: &["uv", "macOS", "Windows"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Write("demo-1.0/license", "")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[
                Change::Write("demo-1.0/src", ""),
                Change::Header("demo-1.0/src", 156, b"5"),
                Change::Write("demo-1.0/src/demo.py", ""),
            ],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let names: Vec<Vec<u8>> = facts.members.iter().map(name).collect();
    let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
    for (first, second) in collisions(&names) {
        let pair = [first, second].map(|at| names.get(at).copied().unwrap_or_default());
        let [first, second] = pair.map(String::from_utf8_lossy);
        findings
            .push(format!(
                "the members `{first}` and `{second}` are one file where case and the form of letters do not count"
            ))
            .at(Place::member(facts.path.clone(), pair[1]))
            .help("give the file another name");
    }
}

/// Its path; that of a folder ends in a slash, as in a zip archive.
fn name(member: &TarMember) -> Vec<u8> {
    let path = member.path();
    match member.kind {
        TarKind::Folder => [path, b"/"].concat(),
        _ => path.to_owned(),
    }
}
