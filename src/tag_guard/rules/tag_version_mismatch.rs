//! The tagged commit declares another version than the tag.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::tag_guard::facts::PushedTag;

pub(super) const RULE: Rule<PushedTag> = Rule {
    about: About {
        name: "tag-version-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tagged commit declares another version than the tag",
        why: "The distributions built from the tag carry the declared version: the release has one name on GitHub and \
              another on PyPI, or the upload is refused because that version is there already.",
        fix: "Tag the commit that declares the version, or bump the version first and tag that commit.",
        from: &["PEP 440"],
        bad: Example::Push {
            refs: &["refs/tags/v1.2.4 HEAD refs/tags/v1.2.4 0"],
            tree: super::TREE,
            tags: &["v1.2.2"],
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
    let (true, Some(version)) = (tag.is_released(), tag.version()) else {
        return;
    };
    for package in tag.its_packages() {
        // Where the tag is what the version is taken from, nothing can disagree; where the source of the version agrees,
        // `version-mismatch` tells what does not.
        if package.versioned_by.is_some() || package.version() == Some(version) {
            continue;
        }
        let others: Vec<_> = package
            .declarations
            .iter()
            .filter(|declared| declared.version.is_ok() && !declared.says(version))
            .filter(|declared| !declared.site.is_citation())
            .collect();
        let Some(first) = others.first() else {
            continue;
        };
        let finding = findings.push(format!(
            "tag `{}` says `{version}`, and the tagged commit declares `{}` for {}",
            tag.name,
            first.raw,
            package.called()
        ));
        for declared in &others {
            finding.at(declared.place.clone());
        }
        finding.at(tag.place());
        let mut help = format!(
            "delete the tag with `git tag -d {}`; then bump the version to `{version}` and tag that commit",
            tag.name
        );
        // A development or local version is no name for a release either.
        if let Ok(declared) = &first.version
            && declared.dev.is_none()
            && !declared.is_local()
        {
            let right = tag.format.tag(package.name.as_deref(), declared);
            help.push_str(&format!(", or tag this one `{right}`"));
        }
        finding.help(help);
    }
}
