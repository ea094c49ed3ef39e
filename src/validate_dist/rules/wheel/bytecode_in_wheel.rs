//! A wheel has compiled Python files.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "bytecode-in-wheel",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel has compiled Python files",
        why: "Bytecode is of one interpreter and holds paths of the machine that made it; installers make it anew.",
        fix: "Remove `__pycache__` before building, or exclude `*.pyc`.",
        from: &["check-wheel-contents", "W001"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/__pycache__/cli.cpython-312.pyc", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let is_bytecode = |name: &[u8]| {
        let mut folders = name.split(|byte| *byte == b'/');
        name.ends_with(b".pyc")
            || name.ends_with(b".pyo")
            || folders.any(|name| name == b"__pycache__")
    };
    let found = facts
        .members
        .files()
        .filter(|member| is_bytecode(&member.name));
    for member in found.take(FEW) {
        let message = format!("the member `{}` is compiled Python", member.text());
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), &member.name))
            .help("exclude `__pycache__` and `*.pyc` from the build");
    }
}
