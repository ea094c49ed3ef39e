//! A requirement cannot be read.
use crate::dist::Requirement;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A requirement cannot be read",
        why: "PyPI refuses metadata with a requirement that is not PEP 508, and installers cannot resolve it.",
        fix: "Correct the requirement in pyproject.toml.",
        from: &["PEP 508", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other >=1.0.*\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other[x] >=1.0; extra == \"y\"\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Requires-Dist") {
        let Err(error) = Requirement::parse(&field.value) else {
            continue;
        };
        let message = format!("the requirement `{}` cannot be read: {error}", field.value);
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("correct it in `dependencies` or `optional-dependencies` of `pyproject.toml`");
    }
}
