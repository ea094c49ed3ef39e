//! A file is neither a wheel nor an sdist by its name.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FileNameFacts;

pub(super) const RULE: Rule<FileNameFacts> = Rule {
    about: About {
        name: "unknown-dist-extension",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file is neither a wheel nor an sdist by its name",
        why: "Indexes take only names that end in `.whl` or `.tar.gz`, in lower case; everything else is refused.",
        fix: "Build with `python -m build`, and keep other files out of the folder.",
        from: &["PEP 527", "PEP 625", "PEP 715", "twine upload"],
        bad: Example::Dist {
            name: "demo-1.0.zip",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &FileNameFacts, findings: &mut Findings) {
    if facts.raw.ends_with(".whl") || facts.raw.ends_with(".tar.gz") {
        return;
    }
    let lower = facts.raw.to_ascii_lowercase();
    let help = match () {
        () if lower.ends_with(".whl") || lower.ends_with(".tar.gz") => {
            "write the extension in lower case"
        }
        () if lower.ends_with(".zip") || lower.ends_with(".tar.bz2") => {
            "make the sdist a `.tar.gz`: `python -m build --sdist`"
        }
        () if lower.ends_with(".egg") || lower.ends_with(".exe") => {
            "make a wheel: `python -m build --wheel`"
        }
        () => "remove it, or name only the distributions",
    };
    let message = format!("`{}` ends in neither `.whl` nor `.tar.gz`", facts.raw);
    findings
        .push(message)
        .at(Place::archive(facts.path.clone()))
        .help(help);
}
