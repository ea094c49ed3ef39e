//! The version in the tag is not spelled as PEP 440 spells it.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;
use crate::tag_guard::neighbours::is_padded;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-not-normalized",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The version in the tag is not spelled as PEP 440 spells it",
        why: "The distributions carry the normal form whatever the tag says, so that `1.0.0-beta0` on GitHub is \
              `1.0.0b0` on PyPI, and a script that compares the two as text finds no match.",
        fix: "Tag the commit again under the name the message proposes.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.3-beta0 HEAD refs/tags/v1.2.3-beta0 0"],
            tree: &[],
            tags: &["v1.2.2"],
        },
        good: Example::Push {
            refs: &["refs/tags/v1.2.3b0 HEAD refs/tags/v1.2.3b0 0"],
            tree: &[],
            tags: &["v1.2.2"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let (true, Some(read)) = (tag.is_released(), &tag.read) else {
        return;
    };
    let Ok(version) = &read.version else { return };
    let normal = tag.format.tag(read.name.as_deref(), version);
    let is_as_declared = || {
        let mut packages = tag.its_packages().into_iter();
        packages.any(|package| package.literals().any(|declared| declared.raw == read.raw))
    };
    // Who writes the months of dates with two digits does so always.
    let is_date = || tag.neighbours.is_padded && is_padded(&read.raw);
    // `tag-case-collision` has more to say; what is declared is for `non-canonical-version`.
    if normal == tag.name || tag.neighbours.twin.is_some() || is_date() || is_as_declared() {
        return;
    }
    findings
        .push(format!(
            "tag `{}` has `{}` where the version stands, whose normal form is `{version}`",
            tag.name, read.raw
        ))
        .at(tag.place())
        .help(format!("name it `{normal}`"));
}
