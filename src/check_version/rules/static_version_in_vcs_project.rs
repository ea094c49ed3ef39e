//! `static-version-in-vcs-project`
use super::Declarations;
use crate::project::{Declaration, Form, Site};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "static-version-in-vcs-project",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A file declares a version although the last tag is the version",
        why: "The build takes the tag; the written version is never right for long.",
        fix: "Remove the written version, or write the placeholder `0.0.0`.",
        from: &["setuptools-scm", "hatch-vcs", "poetry-dynamic-versioning"],
        bad: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.hatch.version]\nsource = \"vcs\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2.0\"\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.hatch.version]\nsource = \"vcs\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"0.0.0\"\n"),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let Some(tool) = facts.package.versioned_by else {
        return;
    };
    for declaration in facts
        .package
        .declarations
        .iter()
        .filter(|found| is_python(found))
    {
        let is_placeholder = match &declaration.version {
            Ok(version) => version.significant_release().is_empty() || version.is_local(),
            Err(_) => true,
        };
        if !is_placeholder {
            findings
                .push(format!(
                    "`{}` is written here, but `{tool}` takes the version from the last tag",
                    declaration.raw
                ))
                .at(declaration
                    .place
                    .clone()
                    .labelled("never read by the build"))
                .help("remove it, or write the placeholder `0.0.0`");
        }
    }
}

/// Whether a place is one that the build or the program could read the version from.
fn is_python(declaration: &Declaration) -> bool {
    declaration.form == Form::Pep440
        && !declaration.site.is_citation()
        && !matches!(
            declaration.site,
            Site::Sphinx
                | Site::SetupPyPin
                | Site::Configured
                | Site::BumpVersion
                | Site::Tbump
                | Site::Commitizen
                | Site::Bumpver
        )
}
