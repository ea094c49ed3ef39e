//! A release beside the one before it on the index that it goes to: nothing goes up that has less.
//!
//! Not what "less" is: that is for `validate_dist`'s rules.
use super::state::Reason;
use super::upload::{Site, go_along};
use crate::dist::FileName;
use crate::index::{Distribution, Presence};
use crate::policy::Policy;
use crate::rule::{Findings, Severity};
use crate::validate_dist::{Coming, Succession, check_succession};
use std::collections::BTreeMap;

/// What keeps the distributions that the index does not have from being uploaded: the release before has more.
pub(super) fn shortfall(
    site: &Site,
    files: &[(Distribution, Presence)],
    policy: &Policy,
) -> anyhow::Result<Option<Reason>> {
    let mut releases: BTreeMap<_, Vec<&Distribution>> = BTreeMap::new();
    let missing = files.iter().filter(|(_, here)| *here != Presence::Same);
    for (file, _) in missing {
        let release = (&file.project, &file.version);
        releases.entry(release).or_default().push(file);
    }
    let mut all = Vec::new();
    for ((project, version), files) in releases {
        let coming = files.iter().filter_map(|file| {
            Some(Coming {
                path: file.path.clone(),
                name: FileName::parse(&file.file_name).ok()?,
                has_attestation: go_along(file, site),
            })
        });
        let requires_python = files.iter().find_map(|file| file.field("requires_python"));
        all.push(Succession {
            project: project.clone(),
            version: version.clone(),
            files: coming.collect(),
            requires_python: requires_python.unwrap_or_default().to_owned(),
            releases: site.releases(project, version)?,
        });
    }
    let mut findings = Findings::default();
    check_succession(all, policy, &mut findings);
    policy.settle(&mut findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.found().is_empty() {
        return Ok(None);
    }
    Ok(Some(Reason {
        text: "the release before has more than this one".into(),
        help: Some("nothing was uploaded: build what is missing; where less is meant, accept the rule in `[[tool.release-guard.ignore]]` with a reason".into()),
        findings: findings.into_found(),
    }))
}
