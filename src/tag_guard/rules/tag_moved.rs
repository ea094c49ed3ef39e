//! A release tag that is on the remote would point at something else.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-moved",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A release tag that is on the remote would point at something else",
        why: "Whoever fetched the tag keeps the old commit, caches and lock files refer to it, and files of that \
              version are on the index already; the same name then means two releases.",
        fix: "Leave the tag and release the next version; list tags that may move in `tags.floating`.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 OLD"],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 HEAD"],
            tree: super::TREE,
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (Some(new), Some(old)) = (&tag.object, &tag.old) else {
        return;
    };
    if tag.is_release && new != old {
        findings
            .push(format!(
                "tag `{}` is on the remote as `{}`, and this push would move it to `{}`",
                tag.name,
                old.short(),
                new.short()
            ))
            .at(tag.place())
            .help(
                "release the next version instead; a tag that is meant to move belongs into `tags.floating`",
            );
    }
}
