//! A pre-release is tagged after the final release of that version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-prerelease-after-final",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A pre-release is tagged after the final release of that version",
        why: "Nobody gets it: installers take the final release, which is higher.",
        fix: "Make a pre-release of the next version.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3rc1 HEAD refs/tags/v1.2.3rc1 0"],
            tree: super::TREE,
            tags: &["v1.2.3"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3rc1 HEAD refs/tags/v1.2.3rc1 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(version)) = (tag.is_released(), tag.version()) else {
        return;
    };
    if !version.is_prerelease() {
        return;
    }
    let last = tag.siblings.iter().find(|other| {
        let is_final = !other.version.is_prerelease() && !other.comes_after;
        is_final && other.version.base() == version.base()
    });
    if let Some(last) = last {
        findings
            .push(format!(
                "tag `{}` is a pre-release, and its final release `{}` is tagged already",
                tag.name, last.name
            ))
            .at(tag.place())
            .at(Place::git_ref(&format!("refs/tags/{}", last.name)))
            .help("make a pre-release of the next version");
    }
}
