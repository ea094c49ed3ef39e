//! A command has the name of Python itself or of a part of the environment.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "entry-points-reserved-script",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A command has the name of Python itself or of a part of the environment",
        why: "The command overwrites the interpreter, or what activates the environment, where it is installed; uv refuses some of these names.",
        fix: "Rename the command.",
        from: &["uv"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "entry_points.txt",
                "demo = demo",
                "python3 = demo",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(entry_points) = &facts.entry_points else {
        return;
    };
    let scripts = entry_points.all.iter().filter(|entry| entry.is_script());
    for entry in scripts.filter(|entry| is_reserved(&entry.name)).take(FEW) {
        findings
            .push(format!(
                "the command `{}` would overwrite a program of the environment",
                entry.name
            ))
            .at(entry_points.document.place(entry.span.clone()))
            .help("rename the command");
    }
}

/// Whether a program or script of this name makes up an environment. Windows does not tell cases apart.
fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_version = |rest: &str| {
        let mut bytes = rest.bytes();
        bytes.next() == Some(b'3') && bytes.all(|byte| byte == b'.' || byte.is_ascii_digit())
    };
    match name.as_str() {
        "python" | "pythonw" | "activate" | "deactivate" | "activate_this.py" => true,
        name if name.starts_with("activate.") => true,
        name => name.strip_prefix("python").is_some_and(is_version),
    }
}
