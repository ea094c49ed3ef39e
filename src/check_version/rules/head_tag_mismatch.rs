//! `head-tag-mismatch`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "head-tag-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag of a commit is of another version than the package declares",
        why: "The release would be published under a version that its tag does not name.",
        fix: "Tag the commit that declares this version, or bump the version first.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.3.0 HEAD refs/tags/v1.3.0 0"],
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            )],
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.0 HEAD refs/tags/v1.2.0 0"],
            tree: &[(
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            )],
            tags: &[],
        },
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    // What the mirrors say otherwise is told by `version-mismatch`.
    let Some((first, own)) = facts.reference() else {
        return;
    };
    // Where one of several tags fits, the others are names of something else.
    if facts.tags.iter().any(|(_, wanted)| wanted == own) {
        return;
    }
    let Some((tag, wanted)) = facts.tags.first() else {
        return;
    };
    let other = facts
        .versions()
        .map(|(found, _)| found)
        .filter(|found| !found.says(wanted));
    let finding = findings.push(format!(
        "the tag `{tag}` is of version `{wanted}`, but {} declares `{}`",
        facts.package.called(),
        first.raw
    ));
    for declaration in other {
        finding.at(declaration
            .place
            .clone()
            .labelled(format!("`{}` here", declaration.raw)));
    }
    finding
        .at(Place::git_ref(&format!("refs/tags/{tag}")))
        .help(format!(
            "tag the commit that declares `{wanted}`, or bump the version to it first"
        ));
}
