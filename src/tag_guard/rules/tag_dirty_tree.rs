//! The working tree of the tagged commit has another version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-dirty-tree",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The working tree of the tagged commit has another version",
        why: "What is built from the working tree is then another version than what the tag says, and looks as if \
              it were the tag's; speaks only when a tag is judged by hand or in CI, where its commit is checked \
              out.",
        fix: "Commit the change for the next release, or take it back.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 EDITED refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
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
    let (true, Some(edited)) = (tag.is_released(), &tag.edited) else {
        return;
    };
    findings
        .push(format!(
            "the working tree has version `{}`, and the commit of tag `{}`, which is checked out, has `{}`",
            edited.here, tag.name, edited.tagged
        ))
        .at(edited.place.clone())
        .at(tag.place())
        .help("commit the change for the next release, or take it back with `git restore`; build from a clean tree");
}
