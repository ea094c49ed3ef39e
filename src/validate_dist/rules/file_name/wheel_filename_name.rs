//! The name part of a wheel's file name is not the name of a project.
use crate::dist::FileNameError;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The name part of a wheel's file name is not the name of a project",
        why: "Installers and indexes take the project from it, and refuse the file when they cannot.",
        fix: "Build it again with a current back-end.",
        from: &["PEP 427", "packaging"],
        bad: Example::Dist {
            name: "demo__app-1.0-py3-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo_app-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Some(stem) = facts.raw.strip_suffix(".whl") else {
        return;
    };
    let name = stem.split('-').next().unwrap_or_default();
    let problem = match &facts.parsed {
        Err(FileNameError::Name { .. }) => "is not the name of a project",
        Ok(_) if name.contains("__") => "has two underscores in a row",
        _ => return,
    };
    let message = format!("the name part `{name}` of `{}` {problem}", facts.raw);
    findings
        .push(message)
        .at(Place::archive(facts.path.clone()))
        .help("update the build back-end and build again; do not rename the file by hand");
}
