//! What the tag says is not a version.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;
use crate::version::Version;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-not-pep440",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "What the tag says is not a version",
        why: "A build that takes its version from the tag fails or makes one up, and nothing can compare such a tag \
              with another.",
        fix: "Tag the commit again with a version as PEP 440 has it, such as `1.2.3`, `1.2.3rc1` or `1.2.3.post1`.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v.0.6.5 HEAD refs/tags/v.0.6.5 0"],
            tree: super::TREE,
            tags: &["v0.6.4"],
        },
        good: Example::Push {
            refs: &["refs/tags/v0.6.5 HEAD refs/tags/v0.6.5 0"],
            tree: super::TREE,
            tags: &["v0.6.4"],
        },
    },
    check,
};

fn check(tag: &PushedTag, findings: &mut Findings) {
    let Some(read) = &tag.read else { return };
    let Err(error) = &read.version else { return };
    if !tag.is_released() || super::is_template(&tag.name) {
        return;
    }
    let finding = findings.push(format!(
        "tag `{}` has `{}` where the version stands, which is not a version: {error}",
        tag.name, read.raw
    ));
    finding.at(tag.place());
    let start = read.raw.find(|c: char| c.is_ascii_digit());
    let rest = start.and_then(|start| read.raw.get(start..));
    if let Some(Ok(version)) = rest.map(str::parse::<Version>) {
        let proposed = tag.format.tag(read.name.as_deref(), &version);
        finding.help(format!("name it `{proposed}`"));
    }
}
