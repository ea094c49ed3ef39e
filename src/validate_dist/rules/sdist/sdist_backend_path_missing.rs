//! A file that pyproject.toml names is not in the sdist.
use crate::dist::Sdist;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "sdist-backend-path-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A file that pyproject.toml names is not in the sdist",
        why: "The build back-end reads it: nobody can build from this sdist.",
        fix: "Include the file in the sdist.",
        from: &["PEP 517", "PEP 621"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Replace(
                "pyproject.toml",
                "version =",
                "readme = \"README.md\"\nversion =",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[
                Change::Replace(
                    "pyproject.toml",
                    "version =",
                    "readme = \"README.md\"\nversion =",
                ),
                Change::Write("demo-1.0/README.md", "# demo\n"),
            ],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    let Some(pyproject) = &facts.pyproject else {
        return;
    };
    let missing = pyproject
        .files()
        .into_iter()
        .filter(|named| !facts.has(&named.path) && !facts.has_folder(&named.path));
    for named in missing.take(FEW) {
        findings
            .push(format!(
                "pyproject.toml names `{}` in `{}`, and it is not in the sdist",
                named.path, named.key
            ))
            .at(pyproject.document.place(named.span))
            .help("include it in the sdist");
    }
}
