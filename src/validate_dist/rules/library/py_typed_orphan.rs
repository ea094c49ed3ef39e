//! A `py.typed` lies where there is no package.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;
use crate::validate_dist::{FEW, Installed};
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "py-typed-orphan",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A `py.typed` lies where there is no package",
        why: "It marks the package in whose folder it lies; elsewhere nobody sees it.",
        fix: "Move it beside the `__init__.py` of the package.",
        from: &["PEP 561"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/data/py.typed", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/py.typed", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let folder = |file: &Installed| {
        file.path
            .rsplit_once('/')
            .map(|(folder, _)| folder.to_owned())
    };
    let is_code = |file: &&Installed| file.module().is_some() || file.file_name().ends_with(".pyi");
    let mut packages = BTreeSet::new();
    for file in facts.files.iter().filter(is_code) {
        let mut path = folder(file);
        // A package of a namespace has its marker above its modules, too.
        while let Some(at) = path {
            path = at.rsplit_once('/').map(|(above, _)| above.to_owned());
            if !packages.insert(at) {
                break;
            }
        }
    }
    let markers = facts
        .files
        .iter()
        .filter(|file| file.file_name() == "py.typed");
    let orphans = markers.filter(|file| !folder(file).is_some_and(|at| packages.contains(&at)));
    for file in orphans.take(FEW) {
        findings
            .push(format!("`{}` lies where there is no package", file.path))
            .at(Place::member(facts.path.clone(), &file.member))
            .help("move it beside the package's `__init__.py`");
    }
}
