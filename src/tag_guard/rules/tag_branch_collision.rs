//! A branch has the name of the tag too.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-branch-collision",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A branch has the name of the tag too",
        why: "The name alone is ambiguous: git takes the tag at one place and the branch at another, `git push \
              origin v1.2.3` is refused, and a workflow that checks the name out may build the branch.",
        fix: "Rename the branch.",
        from: &[],
        bad: Example::Push {
            refs: &[
                "refs/heads/v1.2.3 HEAD refs/heads/v1.2.3 0",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
        good: Example::Push {
            refs: &[
                "refs/heads/release/1.2.3 HEAD refs/heads/release/1.2.3 0",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(branch)) = (tag.is_released(), &tag.branch) else {
        return;
    };
    let help = match branch.strip_prefix("refs/heads/") {
        Some(name) => format!("rename the branch: `git branch -m {name} release/{name}`"),
        None => {
            "rename the branch on the remote; until then say `refs/tags/` before the tag's name"
                .into()
        }
    };
    findings
        .push(format!(
            "tag `{}` has the name of a branch, `{branch}`",
            tag.name
        ))
        .at(tag.place())
        .at(Place::git_ref(branch))
        .help(help);
}
