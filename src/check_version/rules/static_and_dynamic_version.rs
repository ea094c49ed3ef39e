//! `static-and-dynamic-version`
use super::Declarations;
use crate::project::Site;
use crate::rule::{About, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Declarations> = Rule {
    about: About {
        name: "static-and-dynamic-version",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "`[project]` has a version and also calls it dynamic",
        why: "Build back-ends must refuse that, and tools that do not refuse it take different versions.",
        fix: "Remove `version`, or remove `\"version\"` from `dynamic`.",
        from: &["PEP 621"],
        bad: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\ndynamic = [\"version\"]\n",
        )]),
        good: Example::Tree(&[(
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\ndynamic = [\"readme\"]\n",
        )]),
    },
    check,
};

fn check(facts: &Declarations, findings: &mut Findings) {
    let written = facts
        .package
        .declarations
        .iter()
        .find(|found| found.site == Site::Project);
    if let (Some(written), Some(dynamic)) = (written, &facts.package.dynamic) {
        findings
            .push(format!(
                "`[project]` has the version `{}` and names `version` in `dynamic`",
                written.raw
            ))
            .at(dynamic.clone().labelled("dynamic here"))
            .at(written
                .place
                .clone()
                .labelled(format!("`{}` here", written.raw)))
            .help("keep one of the two");
    }
}
