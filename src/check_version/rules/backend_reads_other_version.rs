//! `backend-reads-other-version`
use super::Declarations;
use crate::project::whereabouts;
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
            ("src/pkg/__init__.py", "__version__ = \"1.2\" \".1\"\n"),
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
        let back_end = &reading.back_end;
        let (seen, at_run_time) = &reading.at_run_time;
        let (built, place) = &reading.built;
        findings
            .push(format!(
                "`{back_end}` reads `{built}` in {}, but the running program sees `{seen}`",
                whereabouts(place)
            ))
            .at(at_run_time
                .clone()
                .labelled(format!("`{seen}` at run time")))
            .at(place.clone().labelled(format!("`{built}` in the build")))
            .help(format!(
                "write `__version__ = \"{seen}\"`, plainly and once"
            ));
    }
}
