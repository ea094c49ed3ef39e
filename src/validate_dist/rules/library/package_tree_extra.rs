//! A file in the wheel is not in the declared packages.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use crate::validate_dist::Library;

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "package-tree-extra",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A file in the wheel is not in the declared packages",
        why: "The project says in `package` or `src-dir` what its wheels hold, and the build put in something else.",
        fix: "Exclude the file from the build, or declare where it comes from.",
        from: &["W102", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("demo/extra.py", ""),
                Change::Configure("package = [\"src/demo\"]"),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Configure("src-dir = [\"src\"]")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let Some(tree) = &facts.declared.tree else {
        return;
    };
    let extra = facts.files.iter().filter(|file| !tree.contains(&file.path));
    for file in extra.take(FEW) {
        findings
            .push(format!("`{}` is in the wheel, and not in the project's packages", file.path))
            .at(Place::member(facts.path.clone(), &file.member))
            .help("exclude it from the build, or declare where it comes from in `[tool.release-guard.dist]`");
    }
}
