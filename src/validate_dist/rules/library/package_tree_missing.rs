//! A file of the declared packages is not in the wheel.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "package-tree-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A file of the declared packages is not in the wheel",
        why: "The project says in `package` or `src-dir` what its wheels hold, and the build left something out.",
        fix: "Include the file in the build, or name it in `package-omit`.",
        from: &["W101", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("demo/cli.py"),
                Change::Configure("package = [\"src/demo\"]"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Configure("package = [\"src/demo\"]")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let Some(tree) = &facts.declared.tree else {
        return;
    };
    let installed: BTreeSet<&str> = facts.files.iter().map(|file| file.path.as_str()).collect();
    let missing = tree
        .iter()
        .filter(|path| !installed.contains(path.as_str()));
    for path in missing.take(FEW) {
        findings
            .push(format!("`{path}` is in the project's packages, and not in the wheel"))
            .at(Place::archive(facts.path.clone()))
            .help("include it in the build, or name it in `package-omit` of `[tool.release-guard.dist]`");
    }
}
