//! A higher version of the same release line was tagged before.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-not-monotonic",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A higher version of the same release line was tagged before",
        why: "Users who have the higher version never get this one, and whoever reads the history takes the line to \
              have gone backwards.",
        fix: "Release a version above the highest one of the line.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.4"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.3.0", "v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(version)) = (tag.is_released(), tag.version()) else {
        return;
    };
    // A tag that was forgotten on an older commit keeps the order of history, and passes.
    let higher = tag
        .siblings
        .iter()
        .filter(|other| other.version >= *version && !other.comes_after)
        .max_by(|one, other| one.version.cmp(&other.version));
    let Some(higher) = higher else { return };
    // `tag-case-collision` says that of the same version under nearly the same name.
    if tag.neighbours.twin.as_ref() == Some(&higher.name) {
        return;
    }
    // `tag-prerelease-after-final` says that better.
    if version.is_prerelease()
        && higher.version.base() == version.base()
        && !higher.version.is_prerelease()
    {
        return;
    }
    let how = if higher.version == *version {
        "the same version"
    } else {
        "a higher version of the same line"
    };
    findings
        .push(format!(
            "tag `{}` says `{version}`, and `{}`, {how}, is tagged already",
            tag.name, higher.name
        ))
        .at(tag.place())
        .at(Place::git_ref(&format!("refs/tags/{}", higher.name)))
        .help(format!("release a version above `{}`", higher.version));
}
