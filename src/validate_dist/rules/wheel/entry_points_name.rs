//! The name of a command has characters that PyPI refuses.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "entry-points-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The name of a command has characters that PyPI refuses",
        why: "Installers make a file of the name: only letters, digits, `_`, `.` and `-` are safe, and PyPI refuses others.",
        fix: "Rename the command.",
        from: &["PyPI", "entry points specification"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "entry_points.txt",
                "demo = demo",
                "../demo = demo",
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

    let is_sound = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
    };
    let bad = entry_points
        .all
        .iter()
        .filter(|entry| entry.is_script() && !is_sound(&entry.name));
    for entry in bad.take(FEW) {
        let message = format!(
            "the command `{}` has characters other than letters, digits, `_`, `.` and `-`",
            entry.name
        );
        findings
            .push(message)
            .at(entry_points.document.place(entry.span.clone()))
            .help("rename the command");
    }
}
