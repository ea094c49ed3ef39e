//! A member of an sdist is a hard link.
use crate::dist::{Sdist, TarKind};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-hardlink",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of an sdist is a hard link",
        why: "Programs differ in what they write for it, and no back-end needs one.",
        fix: "Pack the file itself instead of a link.",
        from: &["PEP 706", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[
                Change::Write("demo-1.0/link", ""),
                Change::Header("demo-1.0/link", 156, b"1demo-1.0/LICENSE"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    super::check_links(TarKind::Hardlink, "hard", facts, findings);
}
