//! `backend-reads-other-version`
use super::Declarations;
use crate::project::{TwoReadings, whereabouts};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "backend-reads-other-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The build back-end reads another version out of a Python file than the running program sees",
        why: "The distribution is named after one version, and what it installs says another one.",
        fix: "Write the version as one plain string in one line.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n[tool.hatch.version]\npath = \"src/pkg/__init__.py\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2\" \".0\"\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n[tool.hatch.version]\npath = \"src/pkg/__init__.py\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2.0\"\n"),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for reading in &facts.package.readings {
        if is_told(facts, reading) {
            continue;
        }
        let back_end = &reading.back_end;
        let (seen, place) = &reading.at_run_time;
        let message = match &reading.built {
            Some((built, _)) => format!(
                "`{back_end}` reads `{built}` in {}, but the running program sees `{seen}`",
                whereabouts(place)
            ),
            None => format!(
                "`{back_end}` finds no version in {}, but the running program sees `{seen}`",
                whereabouts(place)
            ),
        };
        let finding = findings.push(message);
        finding.at(place.clone().labelled(format!("`{seen}` at run time")));
        if let Some((built, place)) = &reading.built {
            finding.at(place.clone().labelled(format!("`{built}` in the build")));
        }
        finding.help(format!(
            "write `__version__ = \"{seen}\"`, plainly and once"
        ));
    }
}

/// Whether it is the second of two assignments, which has a rule of its own.
fn is_told(facts: &Declarations, reading: &TwoReadings) -> bool {
    let (_, seen) = &reading.at_run_time;
    let rebindings = facts.package.rebindings.iter();
    rebindings.map(|found| &found.last.1).any(|last| {
        let same = last.origin == seen.origin && last.spot == seen.spot;
        same && reading.built.is_some()
    })
}
