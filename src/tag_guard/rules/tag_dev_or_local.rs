//! The tag names a development release or a local version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-dev-or-local",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag names a development release or a local version",
        why: "PyPI refuses local versions, and a development release is what stands between releases; such a tag \
              starts a release that cannot or should not be published.",
        fix: "Tag a final release, a pre-release or a post-release.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3.dev1 HEAD refs/tags/v1.2.3.dev1 0"],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3rc1 HEAD refs/tags/v1.2.3rc1 0"],
            tree: super::TREE,
            tags: &[],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(version)) = (tag.is_released(), tag.version()) else {
        return;
    };
    let what = if version.is_local() {
        "a local version, which PyPI refuses"
    } else if version.dev.is_some() {
        "a development release"
    } else {
        return;
    };
    let mut right = version.clone();
    right.local.clear();
    right.dev = None;
    let name = tag.read.as_ref().and_then(|read| read.name.as_deref());
    findings
        .push(format!("tag `{}` says `{version}`, {what}", tag.name))
        .at(tag.place())
        .help(format!(
            "tag a release, such as `{}`",
            tag.format.tag(name, &right)
        ));
}
