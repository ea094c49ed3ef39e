//! What is pushed to the tag is not the local tag of that name.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-source-mismatch",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "What is pushed to the tag is not the local tag of that name",
        why: "Here and on the remote the same name then stands for different things, and the next `git fetch --tags` \
              fails or overwrites one of them.",
        fix: "Make the tag locally and push it by its name.",
        from: &[],
        bad: Example::Push {
            refs: &["HEAD HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let expected = format!("refs/tags/{}", tag.name);
    // Of an annotated tag under another name `tag-internal-name` says more.
    if tag.is_released() && tag.local_ref != expected && !tag.is_renamed() {
        findings
            .push(format!(
                "`{}` would be pushed to tag `{}`, not the local tag of that name",
                tag.local_ref, tag.name
            ))
            .at(tag.place())
            .help(format!(
                "`git tag {0} '{1}'`, then `git push <remote> {0}`",
                tag.name, tag.local_ref
            ));
    }
}
