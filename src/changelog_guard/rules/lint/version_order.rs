//! `version-order`
use crate::changelog::Section;
use crate::changelog_guard::Lint;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::version::Version;

pub(super) const RULE: Rule<Lint> = Rule {
    about: About {
        name: "version-order",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A version stands above a higher one",
        why: "The newest version is looked for at the top, by readers and by the programs that publish release notes.",
        fix: "Move the section to its place: the newest version comes first.",
        from: &["Keep a Changelog", "python-kacl"],
        bad: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.0.0 - 2026-04-01\n\n- A\n\n## 1.1.0 - 2026-05-01\n\n- B\n",
        )]),
        good: Example::Tree(&[(
            "CHANGELOG.md",
            "## 1.0.9 - 2026-05-20\n\n- Backport\n\n## 1.1.0 - 2026-05-01\n\n- B\n\n## 1.0.0 - 2026-04-01\n\n- A\n",
        )]),
    },
    check,
};

fn check(facts: &Lint, findings: &mut Findings) {
    let changelog = &facts.changelog;
    let released: Vec<_> = changelog.released().collect();
    let descends = released
        .windows(2)
        .any(|pair| matches!(pair, [(_, above), (_, below)] if above > below));
    for pair in released.windows(2) {
        let [(section, version), (below, higher)] = pair else {
            continue;
        };
        if version >= higher || is_backport(section, version, below, higher, descends) {
            continue;
        }
        findings
            .push(format!(
                "version `{version}` stands above `{higher}`, which is higher"
            ))
            .at(changelog.place(&section.title, "the lower version"))
            .at(changelog.place(&below.title, "the higher version"))
            .help("move the section to its place: the newest version comes first");
    }
}

/// Whether the lower version was released later, on an older release line. Without dates nobody can tell, unless no
/// section stands above a lower one.
fn is_backport(
    section: &Section,
    version: &Version,
    below: &Section,
    higher: &Version,
    descends: bool,
) -> bool {
    let day = |section: &Section| section.date.as_ref().and_then(|dated| dated.day);
    let line = |version: &Version| (version.epoch, version.part(0), version.part(1));
    let later = day(section)
        .zip(day(below))
        .map_or(descends, |(day, before)| day >= before);
    line(version) != line(higher) && later
}
