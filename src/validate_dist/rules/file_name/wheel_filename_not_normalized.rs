//! The project's name in a wheel's file name is not in normal form.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "wheel-filename-not-normalized",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The project's name in a wheel's file name is not in normal form",
        why: "PyPI refuses a wheel whose name part is not the normalised name with `_` for `-`.",
        fix: "Build with a current back-end, which writes the normal form.",
        from: &["PEP 427", "PEP 503"],
        bad: Example::Dist {
            name: "Demo.App-1.0-py3-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo_app-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    let Some(stem) = facts.raw.strip_suffix(".whl") else {
        return;
    };
    let found = stem.split('-').next().unwrap_or_default();
    let message = match &facts.parsed {
        // Two underscores are `wheel-filename-name`'s.
        Ok(parsed) if parsed.name().as_file_part() != found && !found.contains("__") => format!(
            "the name part of `{}` is `{found}`, and its normal form is `{}`",
            facts.raw,
            parsed.name().as_file_part()
        ),
        _ => return,
    };
    let help = "update the build back-end and build again; do not rename the file by hand";
    findings
        .push(message)
        .at(Place::archive(facts.path.clone()))
        .help(help);
}
