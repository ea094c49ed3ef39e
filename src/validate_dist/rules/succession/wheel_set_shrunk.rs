//! A release has no wheel where the one before has one.
use crate::dist::Specifier;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Succession;
use crate::validate_dist::environments::lost;

/// More places that lost their wheel say nothing new.
const SHOWN: usize = 6;

const PAGE: (&str, &str) = (
    "simple/demo/index.json",
    r#"{"files": [{"filename": "demo-0.9-cp312-cp312-manylinux_2_17_x86_64.whl", "url": "1"}, {"filename": "demo-0.9-cp312-cp312-win_amd64.whl", "url": "2"}]}"#,
);

pub(super) const RULE: Rule<Succession> = Rule {
    about: About {
        name: "wheel-set-shrunk",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A release has no wheel where the one before has one",
        why: "Who installed a wheel has to build from source all at once, or gets the old release: mostly a job of the build matrix was lost. An interpreter that `Requires-Python` no longer allows is not missed, nor is an older glibc or macOS; a wheel for every platform serves all of them, and one for the stable ABI all later interpreters. It is judged when files are uploaded, together with those of the release that the index has: beside the newest earlier release that is not yanked. Where several jobs upload a part each, turn it off.",
        fix: "Build the missing wheels, or raise `Requires-Python`.",
        from: &["PEP 425"],
        bad: Example::Tree(&[
            PAGE,
            ("dist/demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", "…"),
        ]),
        good: Example::Tree(&[
            PAGE,
            ("dist/demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", "…"),
            ("dist/demo-1.0-cp312-abi3-win_amd64.whl", "…"),
        ]),
    },
    check,
};

fn check(facts: &Succession, findings: &mut Findings) {
    let Some(earlier) = &facts.releases.earlier else {
        return;
    };
    let coming = facts.files.iter().map(|file| &file.name);
    let now: Vec<_> = coming
        .chain(facts.releases.own.iter().map(|file| &file.name))
        .filter_map(|name| name.tags())
        .collect();
    let before: Vec<_> = earlier
        .files
        .iter()
        .filter_map(|file| file.name.tags())
        .collect();
    let requires_python = Specifier::parse_all(&facts.requires_python).unwrap_or_default();
    let lost = lost(&before, &now, &requires_python);
    if lost.is_empty() {
        return;
    }
    let mut shown: Vec<String> = lost.iter().take(SHOWN).map(ToString::to_string).collect();
    if lost.len() > SHOWN {
        shown.push(format!("and {} more", lost.len() - SHOWN));
    }
    let (project, version) = (&facts.project, &facts.version);
    let finding = findings.push(format!(
        "`{project} {version}` has no wheel where `{}` on the index has one: {}",
        earlier.version,
        shown.join(", ")
    ));
    for file in facts.files.iter().take(1) {
        finding.at(Place::archive(file.path.clone()));
    }
    finding.help("build these wheels as well, or raise `Requires-Python`; where several jobs upload, turn this rule off");
}
