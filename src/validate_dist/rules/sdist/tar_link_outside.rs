//! A link in an sdist leads out of it.
use crate::dist::Sdist;
use crate::dist::{TarKind, TarMember};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-link-outside",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A link in an sdist leads out of it",
        why: "Unpacking such a link can write over files of the user; installers refuse it.",
        fix: "Pack the file itself instead of a link.",
        from: &["PEP 706", "pip", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Link("demo-1.0/link", "../../etc/passwd")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Link("demo-1.0/src/link", "../LICENSE")],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let links = facts.members.iter().filter(|member| leads_out(member));
    for member in links.take(FEW) {
        let target = String::from_utf8_lossy(&member.target);
        let message = format!(
            "the link `{}` leads to `{target}`, outside the sdist",
            member.text()
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("replace the link by the file it leads to");
    }
}

/// Follows the target part by part; a symbolic link's begins in its own folder, a hard link's at the top.
fn leads_out(member: &TarMember) -> bool {
    let own = match member.kind {
        TarKind::Symlink => member.path(),
        TarKind::Hardlink => b"",
        _ => return false,
    };
    if member.target.starts_with(b"/") {
        return true;
    }
    let mut depth = own.split(|byte| *byte == b'/').count().saturating_sub(1);
    for part in member.target.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            // The top folder itself must not be left.
            b".." if depth <= usize::from(member.kind == TarKind::Symlink) => return true,
            b".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}
