//! `tracked-generated-version-file`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "tracked-generated-version-file",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Git records a file into which the build writes the version",
        why: "Every build changes the file, so that the tree is never clean, and the recorded version is always that of some earlier commit.",
        fix: "Take the file out of git (`git rm --cached`) and add it to `.gitignore`.",
        from: &["setuptools-scm"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools_scm]\nversion_file = \"src/pkg/_version.py\"\n",
            ),
            ("src/pkg/_version.py", "version = \"0.0.0\"\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools_scm]\nversion_file = \"src/pkg/_version.py\"\n",
            ),
            ("src/pkg/__init__.py", "from ._version import version\n"),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for file in &facts.recorded {
        let path = &file.path;
        findings
            .push(format!(
                "`{path}` is written by every build, but git records it"
            ))
            .at(file.place.clone().labelled("written by the build"))
            .at(Place::file(path.clone()).labelled("recorded by git"))
            .help(format!(
                "run `git rm --cached {path}`, and add the file to `.gitignore`"
            ));
    }
}
