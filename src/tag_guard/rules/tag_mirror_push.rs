//! The push mirrors this clone, its remote-tracking branches included.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::push::Push;

pub(super) const RULE: Rule<Push> = Rule {
    about: About {
        name: "tag-mirror-push",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The push mirrors this clone, its remote-tracking branches included",
        why: "A mirror push makes the remote what this clone is: it writes `refs/remotes/*` there, moves every tag \
              that differs and deletes every ref that this clone does not have.",
        fix: "Push branches and tags by name; mirror only from a clone made with `git clone --mirror`.",
        from: &[],
        bad: Example::Push {
            refs: &[
                "refs/heads/main HEAD refs/heads/main OLD",
                "refs/remotes/origin/main OLD refs/remotes/origin/main 0",
            ],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &[
                "refs/heads/main HEAD refs/heads/main OLD",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &[],
        },
    },
    check,
};

fn check(push: &Push, findings: &mut Findings) {
    let tracked = push
        .refs
        .iter()
        .filter(|pushed| pushed.remote_ref.starts_with("refs/remotes/"));
    let tracked: Vec<_> = tracked.collect();
    let Some(first) = tracked.first() else { return };
    findings
        .push(format!(
            "this push mirrors the clone: `{}` of its `{}` refs are remote-tracking branches, such as `{}`",
            tracked.len(),
            push.refs.len(),
            first.remote_ref
        ))
        .at(Place::git_ref(&first.remote_ref))
        .help("push branches and tags by name");
}
