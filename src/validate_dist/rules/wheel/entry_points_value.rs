//! An entry point does not name an object.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "entry-points-value",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An entry point does not name an object",
        why: "Installers cannot make a command of a value that is not `module:object`.",
        fix: "Write `module:object` in pyproject.toml and build again.",
        from: &["pip", "uv", "entry points specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "entry_points.txt",
                "demo.cli:main",
                "demo.cli",
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

    for entry in &entry_points.all {
        let problem = match entry.object() {
            None => "is not `module:object`",
            Some(object) if entry.is_script() && object.attribute.is_empty() => {
                "names a module without an object in it"
            }
            Some(_) => continue,
        };
        let message = format!(
            "the value `{}` of `{}` in the group `{}` {problem}",
            entry.value, entry.name, entry.group
        );
        findings
            .push(message)
            .at(entry_points.document.place(entry.span.clone()))
            .help("write `module:object`, as in `demo.cli:main`");
    }
}
