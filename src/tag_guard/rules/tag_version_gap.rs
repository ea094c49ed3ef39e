//! The tag leaves out a version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::facts::PushedTag;
use crate::tag_guard::neighbours::{Neighbour, gap};
use crate::version::Version;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-version-gap",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The tag leaves out a version",
        why: "After `1.2.3` comes `1.2.4`, `1.3.0` or `2.0.0`; another number is usually a slip of the finger, and \
              a version that is published cannot be taken back. Speaks only where versions are no dates and none \
              of the last ones left one out.",
        fix: "Tag the version that is meant.",
        from: &[],
        bad: Example::Push {
            refs: &["refs/tags/v1.4.9 HEAD refs/tags/v1.4.9 0"],
            tree: &[],
            tags: &["v1.2.3"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.3.0 HEAD refs/tags/v1.3.0 0"],
            tree: &[],
            tags: &["v1.2.3"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(version), Some(below)) =
        (tag.is_released(), tag.version(), &tag.neighbours.below)
    else {
        return;
    };
    // Where the tag alone has the number wrong, `tag-version-mismatch` says so.
    let declares_another = tag.its_packages().iter().any(|package| {
        let declared = package.version();
        declared.is_some_and(|declared| declared != version)
    });
    let Some(raised) = gap(&below.version, version).filter(|_| !declares_another) else {
        return;
    };
    let next = next(below, version, raised);
    let name = tag.read.as_ref().and_then(|read| read.name.as_deref());
    findings
        .push(format!(
            "tag `{}` says `{version}`, which leaves out `{next}` after `{}`",
            tag.name, below.version
        ))
        .at(tag.place())
        .at(Place::git_ref(&format!("refs/tags/{}", below.name)))
        .help(format!(
            "if `{next}` is meant, bump to that and tag `{}`",
            tag.format.tag(name, &next)
        ));
}

/// The version in which the raised number is one higher than below.
fn next(below: &Neighbour, version: &Version, raised: usize) -> Version {
    let length = version.release.len().max(raised + 1);
    let number = |at: usize| match at {
        at if at < raised => below.version.part(at),
        at if at == raised => below.version.part(at).saturating_add(1),
        _ => 0,
    };
    Version::of_release(version.epoch, (0..length).map(number).collect())
}
