//! Files of several versions lie together.
use crate::dist::ProjectName;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileFacts;
use crate::validate_dist::Release;
use crate::version::Version;
use std::collections::BTreeMap;

pub(super) const RULE: Rule<Release> = Rule {
    about: About {
        name: "dist-set-mixed",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Files of several versions lie together",
        why: "Everything in the folder is uploaded: what an earlier build left there goes public with the release.",
        fix: "Empty the folder before building.",
        from: &["twine upload"],
        bad: Example::Dist {
            name: "demo-0.9-py3-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Release, findings: &mut Findings) {
    if !facts.is_whole {
        return;
    }
    let mut projects: BTreeMap<&ProjectName, BTreeMap<&Version, &FileFacts>> = BTreeMap::new();
    for file in &facts.files {
        if let (Some(name), Some(version)) = (&file.name, &file.version) {
            projects
                .entry(name)
                .or_default()
                .entry(version)
                .or_insert(file);
        }
    }
    for (name, versions) in projects.iter().filter(|(_, versions)| versions.len() > 1) {
        let list: Vec<String> = versions
            .keys()
            .map(|version| format!("`{version}`"))
            .collect();
        let finding = findings.push(format!(
            "there are files of `{name}` of {} versions: {}",
            list.len(),
            list.join(", ")
        ));
        for file in versions.values() {
            finding.at(Place::archive(file.path.clone()));
        }
        finding.help("empty the folder and build again");
    }
}
