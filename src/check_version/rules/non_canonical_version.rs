//! `non-canonical-version`
use super::Declarations;
use crate::project::Form;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "non-canonical-version",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A declared version is not in its normal form",
        why: "File names and indexes show the normal form, so the release is not called what the project calls it.",
        fix: "Write the normal form that the finding names.",
        from: &["PEP 440"],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0-rc.1\"\n",
        )]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0rc1\"\n",
        )]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    for (declaration, version) in facts.versions() {
        let normal = version.to_string();
        if declaration.raw == normal || declaration.form == Form::SemVer {
            continue;
        }
        let finding = findings.push(format!(
            "`{}` is written `{normal}` in its normal form",
            declaration.raw
        ));
        finding
            .at(declaration
                .place
                .clone()
                .labelled(format!("normally `{normal}`")))
            .help(format!("write `{normal}`"));
        if let Some(edit) = declaration.rewrite(&normal) {
            finding.fix(edit);
        }
    }
}
