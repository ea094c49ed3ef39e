//! `stale-citation`
use super::Declarations;
use crate::project::{Declaration, Role, Site};
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::version::Version;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "stale-citation",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The files that say how to cite the project name another version, or another day of release",
        why: "Who cites the release names a version that it is not, and archives that read these files publish it under the wrong one.",
        fix: "Write the version and the day of the release.",
        from: &["CITATION.cff"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "CITATION.cff",
                "cff-version: 1.2.0\nmessage: cite\ntitle: pkg\nversion: 1.1.0\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "CITATION.cff",
                "cff-version: 1.2.0\nmessage: cite\ntitle: pkg\nversion: 1.2.0\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let declared = facts.reference().map(|(_, version)| version);
    // Where the tag is the version, nothing declares it.
    let Some(version) = declared.or(facts.release.as_ref()) else {
        return;
    };
    let citations = facts.package.declarations.iter();
    let mut is_behind = false;
    for citation in citations.filter(|found| found.site.is_citation()) {
        let Ok(own) = &citation.version else {
            continue;
        };
        // What leads up to a release is not cited yet.
        if citation.says(version) || (version.is_prerelease() && own < version) {
            is_behind |= own != version;
            continue;
        }
        is_behind = true;
        let finding = findings.push(format!(
            "the citation names version `{}`, but {} is `{version}`",
            citation.raw,
            facts.package.called()
        ));
        finding.at(citation
            .place
            .clone()
            .labelled(format!("`{}` here", citation.raw)));
        if let Some((source, _)) = facts.reference() {
            finding.at(source
                .place
                .clone()
                .labelled(format!("`{}` here", source.raw)));
        }
        let text = citation.spelling(version).unwrap_or(version.to_string());
        finding.help(format!("write `{text}`"));
        if let Some(edit) = citation.rewrite(&text) {
            finding.fix(edit);
        }
    }
    if !is_behind {
        check_day(facts, version, findings);
    }
}

/// Compares the day of release with the changelog's.
fn check_day(facts: &Declarations, version: &Version, findings: &mut Findings) {
    let (Some((raw, place)), Some((day, dated))) = (&facts.package.cited_on, &facts.released_on)
    else {
        return;
    };
    if raw
        .parse()
        .is_ok_and(|cited: jiff::civil::Date| cited == *day)
    {
        return;
    }
    let finding = findings.push(format!(
        "the citation says that `{version}` was released on `{raw}`, but the changelog says `{day}`"
    ));
    finding
        .at(place.clone().labelled(format!("`{raw}` here")))
        .at(dated.clone().labelled("the day by the changelog"))
        .help(format!("write `{day}`"));
    let cited = Declaration::new(Site::Citation, Role::Mirror, raw, place.clone());
    if let Some(edit) = cited.rewrite(&day.to_string()) {
        finding.fix(edit);
    }
}
