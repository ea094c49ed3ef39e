//! The project has the name of a module of Python itself.
use crate::dist::tables::is_of_stdlib;
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "project-name-stdlib",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The project has the name of a module of Python itself",
        why: "PyPI gives such a name to no new project, and a module of that name would hide Python's own.",
        fix: "Choose another name, unless the project is on PyPI already.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "json-1.0.tar.gz",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Ok(parsed) = &facts.parsed else {
        return;
    };
    if is_of_stdlib(parsed.name().as_str()) {
        let message = format!(
            "`{}` is named as a module of the standard library, and PyPI takes no new project of that name",
            parsed.name()
        );
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("choose another name, unless the project is on PyPI already");
    }
}
