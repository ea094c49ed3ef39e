//! Two releases of one package are in one push.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::tag_guard::push::{Push, Release};

pub(super) const RULE: Rule<Push> = Rule {
    about: About {
        name: "tag-multiple-releases",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Two releases of one package are in one push",
        why: "Their workflows run side by side: which is the latest release is chance, GitLab may start one \
              pipeline for both or none, and when one fails the other is out. Tags of several packages are fine.",
        fix: "Push the tags one after the other, the lower version first.",
        from: &["GitLab 562101"],
        bad: Example::Push {
            refs: &[
                "refs/tags/v1.2.2 HEAD refs/tags/v1.2.2 0",
                "refs/tags/v1.2.3 HEAD refs/tags/v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &[],
        },
        good: Example::Push {
            refs: &[
                "refs/tags/core-v1.2.2 HEAD refs/tags/core-v1.2.2 0",
                "refs/tags/api-v1.2.3 HEAD refs/tags/api-v1.2.3 0",
            ],
            tree: super::TREE,
            tags: &["core-v1.2.1"],
        },
    },
    check,
};

fn check(push: &Push, findings: &mut Findings) {
    // `tag-ci-trigger` wants them in several pushes anyway; what a framework hides is not known to be in one.
    if super::tag_ci_trigger::is_too_many(push) || !push.carrier.is_exact() {
        return;
    }
    let mut rest: Vec<&Release> = push.releases.iter().collect();
    while let Some(first) = rest.first().copied() {
        let (mut same, others): (Vec<&Release>, Vec<&Release>) = rest
            .iter()
            .partition(|release| release.is_of_package_of(first));
        rest = others;
        same.sort_by(|one, other| one.version.cmp(&other.version));
        if same.len() < 2 {
            continue;
        }
        let whose = match &first.package {
            Some(package) => format!("`{package}`"),
            None => "this project".into(),
        };
        let list =
            |form: fn(&Release) -> String| same.iter().map(|one| form(one)).collect::<Vec<_>>();
        let finding = findings.push(format!(
            "this push has `{}` releases of {whose}: {}",
            same.len(),
            list(|one| format!("`{}`", one.tag)).join(", ")
        ));
        for release in &same {
            finding.at(Place::git_ref(&format!("refs/tags/{}", release.tag)));
        }
        finding.help(format!(
            "push one after the other: {}",
            list(|one| format!("`git push origin {}`", one.tag)).join(", then ")
        ));
    }
}
