//! The top folder of an sdist is not named as the file is.
use crate::dist::Sdist;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-top-level-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The top folder of an sdist is not named as the file is",
        why: "Tools find PKG-INFO at the path that the file name gives.",
        fix: "Build again; do not rename an sdist by hand.",
        from: &["PEP 517", "PEP 625"],
        bad: Example::Dist {
            name: "Demo-1.0.tar.gz",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let (Some(top), Some(expected)) = (facts.top(), facts.raw_name.strip_suffix(".tar.gz")) else {
        return;
    };
    if top != expected {
        let message = format!("the top folder is `{top}`, and the file name asks for `{expected}`");
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build the sdist again instead of renaming it");
    }
}
