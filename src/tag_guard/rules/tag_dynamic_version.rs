//! The build would take its version from another tag on the same commit.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-dynamic-version",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "The build would take its version from another tag on the same commit",
        why: "A project whose version is its tag is built as what `git describe` finds, and of two tags on one \
              commit that is the annotated one, then the newest; the release would carry the other version.",
        fix: "Make the tag again, annotated.",
        from: &["setuptools-scm"],
        bad: Example::Push {
            refs: &[
                "refs/tags/v1.2.3rc2 HEAD refs/tags/v1.2.3rc2 0",
                "refs/tags/v1.2.3rc1 HEAD refs/tags/v1.2.3rc1 0",
            ],
            tree: super::DYNAMIC,
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3rc2 HEAD refs/tags/v1.2.3rc2 0"],
            tree: super::DYNAMIC,
            tags: &["v1.2.3rc1"],
        },
    },
    check,
};

/// The tools that ask `git describe`; the others sort the tags of a commit by themselves.
const DESCRIBING: [&str; 4] = ["setuptools-scm", "hatch-vcs", "versioningit", "versioneer"];

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(other)) = (tag.is_released(), &tag.neighbours.described) else {
        return;
    };
    let describing = tag.its_packages().into_iter().find_map(|package| {
        let tool = package.versioned_by?;
        DESCRIBING.contains(&tool).then_some((package, tool))
    });
    let (Some((package, tool)), Some(version)) = (describing, tag.version()) else {
        return;
    };
    findings
        .push(format!(
            "tag `{}` says `{version}`, and {tool} would build {} as `{}`, from tag `{}` on the same commit",
            tag.name,
            package.called(),
            other.version,
            other.name
        ))
        .at(tag.place())
        .at(Place::git_ref(&format!("refs/tags/{}", other.name)))
        .help(format!(
            "`git describe` prefers the newest annotated tag: `git tag -a -f {0} '{0}^{{commit}}'`",
            tag.name
        ));
}
