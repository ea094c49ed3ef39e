//! A release lacks its sdist or its wheels.
use crate::dist::ProjectName;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Release;
use crate::validate_dist::{FileFacts, Kind};
use crate::version::Version;
use std::collections::BTreeMap;

pub(super) const RULE: Rule<Release> = Rule {
    about: About {
        name: "dist-set-incomplete",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A release lacks its sdist or its wheels",
        why: "Without a wheel every user builds; without an sdist nobody can build for another platform, and both are hard to add later.",
        fix: "Build both: `python -m build`.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0.zip",
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
    let mut sets: BTreeMap<(&ProjectName, &Version), Vec<&FileFacts>> = BTreeMap::new();
    for file in &facts.files {
        if let (Some(name), Some(version)) = (&file.name, &file.version) {
            sets.entry((name, version)).or_default().push(file);
        }
    }
    for ((name, version), files) in sets {
        let count = |kind| files.iter().filter(|file| file.kind == kind).count();
        let message = match (count(Kind::Sdist), count(Kind::Wheel)) {
            (0, _) => format!("`{name} {version}` has no sdist"),
            (_, 0) => format!("`{name} {version}` has no wheel"),
            (1, _) => continue,
            (sdists, _) => {
                format!("`{name} {version}` has {sdists} sdists, and an index takes one")
            }
        };
        let finding = findings.push(message);
        for file in files.iter().take(1) {
            finding.at(Place::archive(file.path.clone()));
        }
        finding.help("build both: `python -m build`");
    }
}
