//! `version-assigned-twice`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "version-assigned-twice",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A module assigns two different versions to one name",
        why: "Build back-ends read the first one without running the module; the program shows the last one.",
        fix: "Keep one of the assignments.",
        from: &[],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "src/pkg/__init__.py",
                "__version__ = \"1.2.0\"\n__version__ = \"1.3.0\"\n",
            ),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            (
                "src/pkg/__init__.py",
                "__version__ = \"1.2.0\"\n# __version__ = \"1.3.0\"\n",
            ),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for rebinding in &facts.package.rebindings {
        let (first, first_place) = &rebinding.first;
        let (last, last_place) = &rebinding.last;
        findings
            .push(format!(
                "the version is assigned twice: `{first}`, then `{last}`"
            ))
            .at(last_place
                .clone()
                .labelled(format!("`{last}`: the running program sees this")))
            .at(first_place
                .clone()
                .labelled(format!("`{first}`: the build sees this")))
            .help("keep one of the two");
    }
}
