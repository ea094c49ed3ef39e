//! The tag is not written as this project's release tags are.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;
use crate::version::Version;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tag is not written as this project's release tags are",
        why: "What starts a release (a workflow's tag pattern, setuptools-scm, a packager's watch file) looks for one \
              form, and does nothing or the wrong thing on another.",
        fix: "Tag the commit again under the name the message proposes, or set `tag-format`.",
        from: &["commit-check", "CC401"],
        bad: Example::Push {
            refs: &["refs/tags/1.2.3 HEAD refs/tags/1.2.3 0"],
            tree: super::TREE,
            tags: &["v1.2.2", "v1.2.1"],
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
    // `tag-case-collision` knows which name is taken.
    if !tag.is_released() || super::is_template(&tag.name) || tag.neighbours.twin.is_some() {
        return;
    }
    let Some(read) = &tag.read else {
        let finding = findings.push(format!(
            "tag `{}` is not written as this project's release tags are, `{}`",
            tag.name, tag.format
        ));
        finding.at(tag.place());
        if let Some(proposed) = proposed(tag) {
            finding.help(format!("name it `{proposed}`"));
        }
        return;
    };
    let named = tag.packages.iter().any(|package| package.name.is_some());
    if let Some(name) = &read.name
        && named
        && tag.its_packages().is_empty()
    {
        let declared: Vec<String> = tag
            .packages
            .iter()
            .filter_map(|package| package.name.as_ref().map(|name| format!("`{name}`")))
            .collect();
        findings
            .push(format!(
                "tag `{}` names the package `{name}`, and the tagged commit has {}",
                tag.name,
                declared.join(", ")
            ))
            .at(tag.place());
    }
}

/// The name with its version in the project's form.
fn proposed(tag: &PushedTag) -> Option<String> {
    let start = tag.name.find(|c: char| c.is_ascii_digit())?;
    let version: Version = tag.name.get(start..)?.parse().ok()?;
    let head = tag.name.get(..start)?.trim_end_matches(['v', 'V', '.']);
    let name = head.trim_end_matches(['-', '_', '/', '@']);
    let only = match tag.packages.as_slice() {
        [only] => only.name.as_deref(),
        _ => None,
    };
    let name = Some(name).filter(|name| !name.is_empty()).or(only);
    (name.is_some() || !tag.format.has_name()).then(|| tag.format.tag(name, &version))
}
