//! A release tag would be taken away from the remote.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-deleted",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A release tag would be taken away from the remote",
        why: "The release it names can no longer be built again or compared, and its files stay on the index.",
        fix: "Leave the tag and release the next version. A tag whose release was never published can go with \
              `git push --no-verify`.",
        from: &[],
        bad: Example::Push {
            refs: &["(delete) 0 refs/tags/v1.2.3 OLD"],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &["(delete) 0 refs/tags/nightly OLD"],
            tree: super::TREE,
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    if tag.is_release && tag.object.is_none() {
        let old = tag.old.as_ref().map_or("nothing", |old| old.short());
        findings
            .push(format!(
                "tag `{}`, on the remote as `{old}`, would be deleted there",
                tag.name
            ))
            .at(tag.place())
            .help("leave it and release the next version; where nothing was published from it, push with `--no-verify`");
    }
}
