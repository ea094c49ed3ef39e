//! The annotated tag was made under another name.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-internal-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The annotated tag was made under another name",
        why: "The object of an annotated tag holds its name: `git describe` tells that one, so that a version taken from \
              the tag is that of another release, and a signature vouches for another release too.",
        fix: "Make the tag anew under its own name.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 RENAMED refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3 TAG refs/tags/v1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, true, Some(object)) = (tag.is_released(), tag.is_renamed(), &tag.annotation) else {
        return;
    };
    findings
        .push(format!(
            "tag `{}` was made under another name, `{}`",
            tag.name, object.name
        ))
        .at(tag.place())
        .help(
            tag.made_again(
                tag.object
                    .as_ref()
                    .map_or(&tag.name, |object| object.short()),
            ),
        );
}
