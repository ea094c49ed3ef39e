//! `version-mismatch`
use super::Declarations;
use crate::project::{Role, whereabouts};
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "version-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The declared versions of a package disagree",
        why: "A release would carry one version in its metadata and another one in its code or its tag.",
        fix: "Write the same version in every place; `publish bump` changes them all together.",
        from: &["bump-my-version"],
        bad: Example::Tree(&[
            (
                "src/pyproject.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2.2\"\n"),
        ]),
        good: Example::Tree(&[
            (
                "pyproject.toml",
                "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n",
            ),
            ("src/pkg/__init__.py", "__version__ = \"1.2.0\"\n"),
        ]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let Some((reference, wanted)) = facts.versions().next() else {
        return;
    };
    let (same, other): (Vec<_>, Vec<_>) = facts
        .versions()
        .partition(|(declaration, _)| declaration.says(wanted));
    let Some((first, _)) = other.first() else {
        return;
    };
    let finding = findings.push(format!(
        "the versions of {} disagree: `{}` in {}, but `{}` in {}",
        facts.package.called(),
        reference.raw,
        whereabouts(&reference.place),
        first.raw,
        whereabouts(&first.place),
    ));
    for (declaration, _) in other.iter().chain(&same) {
        let label = format!("`{}` here", declaration.raw);
        finding.at(declaration.place.clone().labelled(label));
    }
    if reference.role != Role::Source {
        finding.help("write the same version in every place");
        return;
    }
    finding.help(format!(
        "write `{}` in every place: `{}` is what the package is built with",
        reference.raw, reference.site
    ));
    for (declaration, _) in other {
        if let Ok(text) = declaration.spelling(wanted)
            && let Some(edit) = declaration.rewrite(&text)
        {
            finding.fix(edit);
        }
    }
}
