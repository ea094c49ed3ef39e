//! `version-not-increased`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "version-not-increased",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The declared version does not come after a release that is in the history",
        why: "Indexes refuse a version that is there already, and installers never choose one that is lower than the last.",
        fix: "Bump the version above that of the last release.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/heads/main HEAD refs/heads/main OLD"],
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            )],
            tags: &["v1.3.0"],
        },
        good: Example::Push {
            refs: &["refs/heads/main HEAD refs/heads/main OLD"],
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.3.1\"\n",
            )],
            tags: &["v1.3.0"],
        },
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let (Some((tag, released)), Some((source, version))) = (&facts.outrun_by, facts.reference())
    else {
        return;
    };
    let package = facts.package.called();
    let message = if released == version {
        format!(
            "{package} declares `{}`, which the tag `{tag}` has released already",
            source.raw
        )
    } else {
        format!(
            "{package} declares `{}`, which is lower than `{released}`, released by the tag `{tag}`",
            source.raw
        )
    };
    findings
        .push(message)
        .at(source
            .place
            .clone()
            .labelled(format!("`{}` here", source.raw)))
        .at(Place::git_ref(&format!("refs/tags/{tag}")))
        .help(format!("bump the version above `{released}`"));
}
