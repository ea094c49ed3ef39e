//! Another tag differs only in case, or in a `v`.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-case-collision",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Another tag differs from this one only in case, or in a `v` before the version",
        why: "People and tools take one for the other: where file names have no case, git can hold only one of \
              them, and of `1.2.3` and `v1.2.3` nobody knows which is the release.",
        fix: "Keep one of the two tags, or release the next version.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/1.2.3 HEAD refs/tags/1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.3", "v1.2.2"],
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
    let (true, Some(twin)) = (tag.is_released(), &tag.neighbours.twin) else {
        return;
    };
    let how = if tag.name.eq_ignore_ascii_case(twin) {
        "differ only in case"
    } else {
        "differ only in the `v`"
    };
    let finding = findings.push(format!("tags `{}` and `{twin}` {how}", tag.name));
    finding
        .at(tag.place())
        .at(Place::git_ref(&format!("refs/tags/{twin}")));
    let is_right = |name: &str| {
        let read = tag.format.read(name);
        read.is_some_and(|read| read.version.is_ok())
    };
    if is_right(&tag.name) && !is_right(twin) {
        // A slip that was put right here: the other one is likely to have gone nowhere.
        finding.severity = finding.severity.min(Severity::Warning);
        finding.help(format!("delete the other one: `git tag -d {twin}`"));
    } else {
        finding.help(format!(
            "keep the one that is released, and delete this one: `git tag -d {}`",
            tag.name
        ));
    }
}
