//! A package with types has no `py.typed`.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;
use crate::validate_dist::{Installed, is_stubs};
use std::collections::BTreeMap;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "py-typed-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A package with types has no `py.typed`",
        why: "Type checkers pass over the types of a package without that marker, whatever the classifiers say.",
        fix: "Put an empty `py.typed` into the package, and into the build.",
        from: &["PEP 561"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Summary: A demo",
                "Classifier: Typing :: Typed\nSummary: A demo",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Replace(
                    "METADATA",
                    "Summary: A demo",
                    "Classifier: Typing :: Typed\nSummary: A demo",
                ),
                Change::Write("demo/py.typed", ""),
            ],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let mut packages: BTreeMap<&str, (bool, Option<&Installed>)> = BTreeMap::new();
    for file in &facts.files {
        let Some(top) = file.folders().next().filter(|top| !is_stubs(top)) else {
            continue;
        };
        let (has_marker, stub) = packages.entry(top).or_default();
        *has_marker |= file.file_name() == "py.typed";
        if file.file_name().ends_with(".pyi") && stub.is_none() {
            *stub = Some(file);
        }
    }
    let help = "put an empty `py.typed` into the package, and into the build";
    for (top, (has_marker, stub)) in &packages {
        if let (false, Some(stub)) = (has_marker, stub) {
            findings
                .push(format!(
                    "`{top}` has types in `{}`, and no `py.typed`",
                    stub.path
                ))
                .at(Place::member(facts.path.clone(), &stub.member))
                .help(help);
        }
    }
    let is_marked = packages.values().any(|(has_marker, _)| *has_marker);
    let is_told = packages.values().any(|(_, stub)| stub.is_some());
    let has_stubs = facts.tops().iter().any(|top| is_stubs(top.name));
    if facts.is_typed && !is_marked && !is_told && !has_stubs {
        findings
            .push("a classifier says `Typing :: Typed`, and no package has a `py.typed`")
            .at(Place::archive(facts.path.clone()))
            .help(help);
    }
}
