//! A wheel installs something of a name that many projects have.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;

/// Names at the top of a library that are there by mistake, nearly always.
const NAMES: &[&str] = &[
    ".eggs",
    ".nox",
    ".tox",
    ".venv",
    "app",
    "benchmarks",
    "build",
    "cli",
    "config",
    "conftest.py",
    "data",
    "dist",
    "doc",
    "docs",
    "example",
    "examples",
    "helpers",
    "lib",
    "node_modules",
    "noxfile.py",
    "scripts",
    "setup.py",
    "site",
    "src",
    "tasks.py",
    "test",
    "tests",
    "tools",
    "utils",
    "venv",
];

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "top-level-common-name",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel installs something of a name that many projects have",
        why: "A folder `tests` or a module `utils` in `site-packages` is shared by all projects that install one: each overwrites the files of the others.",
        fix: "Exclude it from the build, or move it into the package.",
        from: &["W005", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("tests/test_demo.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/tests/test_demo.py", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let declared = facts.declared.toplevel.as_deref().unwrap_or_default();
    for top in facts.tops() {
        let is_declared = declared.iter().any(|name| name == top.name);
        if !NAMES.contains(&top.name) || is_declared {
            continue;
        }
        findings
            .push(format!(
                "the wheel installs {} into `site-packages`, a name that many projects have",
                top.shown()
            ))
            .at(Place::member(facts.path.clone(), top.member))
            .help("exclude it from the build, move it into the package, or name it in `toplevel`");
    }
}
