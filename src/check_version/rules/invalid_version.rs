//! `invalid-version`
use super::Declarations;
use crate::project::{Declaration, Form};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "invalid-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A declared version is not a version by PEP 440",
        why: "Indexes refuse it, and installers cannot order it among other releases.",
        fix: "Write a version such as `1.2.0`, `1.2.0rc1` or `1.2.0.post1`.",
        from: &["PEP 440"],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0-SNAPSHOT\"\n",
        )]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0rc1\"\n",
        )]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    // Where the tag is the version, `unknown` and its like are good placeholders.
    if facts.package.versioned_by.is_some() {
        return;
    }
    // Places in SemVer form have a rule of their own, and a citation may say what it likes.
    let is_own = |found: &&Declaration| found.form == Form::Pep440 && !found.site.is_citation();
    for declaration in facts.package.declarations.iter().filter(is_own) {
        if let Err(error) = &declaration.version {
            findings
                .push(format!("`{}` is not a version: {error}", declaration.raw))
                .at(declaration.place.clone().labelled("not a version"))
                .help("a version is numbers with dots, then `a1`, `b1` or `rc1`, then `.post1`, then `.dev1`");
        }
    }
}
