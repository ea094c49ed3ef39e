//! `head-tag-mismatch`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "head-tag-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag that is to be released is of another version than the package declares",
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
    let Some((tag, wanted)) = &facts.tag else {
        return;
    };
    let other: Vec<_> = facts
        .versions()
        .filter(|(_, version)| *version != wanted)
        .collect();
    let Some((first, _)) = other.first() else {
        return;
    };
    let finding = findings.push(format!(
        "the tag `{tag}` is of version `{wanted}`, but {} declares `{}`",
        facts.package.called(),
        first.raw
    ));
    for (declaration, _) in &other {
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
