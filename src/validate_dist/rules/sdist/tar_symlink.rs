//! A member of an sdist is a symbolic link.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-symlink",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A member of an sdist is a symbolic link",
        why: "It cannot be unpacked on Windows without special rights.",
        fix: "Pack the file itself instead of a link.",
        from: &["PEP 706"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Link("demo-1.0/src/link", "../LICENSE")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    super::check_links(TarKind::Symlink, "symbolic", facts, findings);
}
