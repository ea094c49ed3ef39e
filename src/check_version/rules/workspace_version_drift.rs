//! `workspace-version-drift`
use super::Declarations;
use crate::project::{Declaration, Package, Role, whereabouts};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "workspace-version-drift",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "Linked packages declare different versions",
        why: "The configuration says that these packages always have one version; a release of one would leave the others behind.",
        fix: "Give all packages of the group the same version, or take one out of `linked`.",
        from: &[],
        bad: Example::Tree(&[
            ("release-guard.toml", "linked = [[\"core\", \"cli\"]]\n"),
            (
                "core/pyproject.toml",
                "[project]\nname = \"core\"\nversion = \"1.2.0\"\n",
            ),
            (
                "cli/pyproject.toml",
                "[project]\nname = \"cli\"\nversion = \"1.1.0\"\n",
            ),
        ]),
        good: Example::Tree(&[
            ("release-guard.toml", "linked = [[\"core\", \"cli\"]]\n"),
            (
                "core/pyproject.toml",
                "[project]\nname = \"core\"\nversion = \"1.2.0\"\n",
            ),
            (
                "cli/pyproject.toml",
                "[project]\nname = \"cli\"\nversion = \"1.2.0\"\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for group in &facts.groups {
        let declared: Vec<(&Package, &Declaration)> = group
            .iter()
            .filter_map(|package| Some((package, source(package)?)))
            .collect();
        let Some((first, reference)) = declared.first() else {
            continue;
        };
        let differs = |other: &Declaration| other.version != reference.version;
        let Some((other, found)) = declared.iter().find(|(_, found)| differs(found)) else {
            continue;
        };
        let finding = findings.push(format!(
            "{} and {} are linked, but declare different versions: `{}` in {}, and `{}` in {}",
            first.called(),
            other.called(),
            reference.raw,
            whereabouts(&reference.place),
            found.raw,
            whereabouts(&found.place)
        ));
        // The one that differs is shown first.
        let (same, other): (Vec<_>, Vec<_>) =
            declared.iter().partition(|(_, found)| !differs(found));
        for (package, found) in other.into_iter().chain(same) {
            let label = format!("{}: `{}`", package.title(), found.raw);
            finding.at(found.place.clone().labelled(label));
        }
        finding.help("give all of them one version, or take one out of `linked`");
    }
}

/// What declares a package's version; `None` where it is none, or the tag has it.
fn source(package: &Package) -> Option<&Declaration> {
    package.version()?;
    let mut declarations = package.declarations.iter();
    let source = declarations.find(|found| found.role == Role::Source);
    source.or(package.declarations.first())
}
