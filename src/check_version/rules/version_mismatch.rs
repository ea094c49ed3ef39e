//! `version-mismatch`
//!
//! Without edits: no program knows which of the versions is right.
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
        fix: "Write the same version in every place, as `check-version --fix --to VERSION` and `publish bump` do.",
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
    let Some((reference, wanted)) = facts.reference() else {
        return;
    };
    let (same, other): (Vec<_>, Vec<_>) = facts
        .versions()
        .map(|(declaration, _)| declaration)
        .partition(|declaration| declaration.says(wanted));
    let Some(first) = other.first() else {
        return;
    };
    let more = match other.len() {
        1 => String::new(),
        2 => format!("; another place does not say `{}` either", reference.raw),
        all => format!(
            "; {} other places do not say `{}` either",
            all - 1,
            reference.raw
        ),
    };
    let finding = findings.push(format!(
        "the versions of {} disagree: `{}` in {}, but `{}` in {}{more}",
        facts.package.called(),
        reference.raw,
        whereabouts(&reference.place),
        first.raw,
        whereabouts(&first.place),
    ));
    for declaration in other.iter().chain(&same) {
        let label = format!("`{}` here", declaration.raw);
        finding.at(declaration.place.clone().labelled(label));
    }
    let same_everywhere =
        "write the same version in every place, as `check-version --fix --to VERSION` does";
    finding.help(match (reference.role, &facts.package.opaque) {
        (Role::Source, _) => format!(
            "write `{}` in every place, as `check-version --fix --to {}` does: `{}` is what the package is built with",
            reference.raw, wanted, reference.site
        ),
        (_, Some(what)) => format!("{same_everywhere}; the build takes it from {what}"),
        (_, None) => same_everywhere.into(),
    });
}
