//! `no-version-declared`
use super::Declarations;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "no-version-declared",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A package declares no version, and nothing else supplies one",
        why: "Build back-ends refuse such a package, or build it as version 0.0.0.",
        fix: "Add `version = \"…\"` to `[project]`, or name `version` in `dynamic` and say where it is.",
        from: &["PEP 621"],
        bad: Example::Tree(&[("pyproject.toml", "[project]\nname = \"pkg\"\n")]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
        )]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let package = &facts.package;
    let is_supplied = !package.declarations.is_empty()
        || !package.pointers.is_empty()
        || package.versioned_by.is_some()
        || package.opaque.is_some()
        || !facts.untracked.is_empty();
    let Some(manifest) = package
        .manifest
        .clone()
        .filter(|_| package.is_built && !is_supplied)
    else {
        return;
    };
    let (message, place, help) = match &package.dynamic {
        Some(place) => (
            format!(
                "{} declares its version as dynamic, but nothing says where it is",
                package.called()
            ),
            place.clone().labelled("nothing supplies this"),
            "say where the version is, as in `[tool.setuptools.dynamic]`, or write it in `[project]`",
        ),
        None => (
            format!("{} declares no version", package.called()),
            manifest.labelled("this package has no version"),
            "add `version = \"0.1.0\"` to `[project]`",
        ),
    };
    findings.push(message).at(place).help(help);
}
