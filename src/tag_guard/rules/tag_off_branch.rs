//! The tagged commit is on no branch that releases are made from.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::{Branches, PushedTag, Target};

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-off-branch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tagged commit is on no branch that releases are made from",
        why: "A commit that only a tag holds was not reviewed or tested as the branch is, and is not in the next \
              release; after a rebase or squash it is nearly always the wrong one.",
        fix: "Push the branch first, or together with the tag: `git push --atomic origin main v1.2.3`.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3 LOOSE refs/tags/v1.2.3 0"],
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
    if !tag.is_released() {
        return;
    }
    match &tag.branches {
        Branches::Unknown | Branches::Usual => {}
        Branches::None => {
            findings
                .push(format!(
                    "tag `{}` is on a commit that no branch of the remote has{}",
                    tag.name,
                    commit(tag)
                ))
                .at(tag.place())
                .help("push the branch together with the tag, as in `git push --atomic origin main <tag>`");
        }
        Branches::Unusual(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let finding = findings.push(format!(
                "tag `{}` is on a commit that only {} of the remote has{}",
                tag.name,
                names.join(", "),
                commit(tag)
            ));
            finding.severity = finding.severity.min(Severity::Warning);
            finding
                .at(tag.place())
                .help("releases are made from the default branch, `N.x`, `vN`, `maint/*`, `stable/*` or `release/*`");
        }
    }
}

fn commit(tag: &PushedTag) -> String {
    match &tag.target {
        Target::Commit(commit) => format!(", `{}`", commit.short()),
        _ => String::new(),
    }
}
