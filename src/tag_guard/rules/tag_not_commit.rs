//! The tag does not stand for a commit.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::{PushedTag, Target};

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-not-commit",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag does not stand for a commit",
        why: "Nothing can be built from it, and tools that expect a commit behind a tag stop or read the wrong object; \
              a tag of a tag is nearly always a slip when a tag was to be replaced.",
        fix: "Tag the commit itself.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 TREE refs/tags/v1.2.3 0"],
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
    let what = match &tag.target {
        Target::Nothing | Target::Commit(_) => return,
        Target::Nested => "another tag",
        Target::Other(kind) => kind.name(),
    };
    if tag.is_released() {
        findings
            .push(format!(
                "tag `{}` stands for a `{what}`, not for a `commit`",
                tag.name
            ))
            .at(tag.place())
            .help(format!(
                "tag the commit itself: `git tag -f {} '<commit>^{{commit}}'`",
                tag.name
            ));
    }
}
