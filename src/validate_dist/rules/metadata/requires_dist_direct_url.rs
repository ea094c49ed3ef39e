//! A requirement is an address instead of a version.
use crate::dist::Requirement;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "requires-dist-direct-url",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A requirement is an address instead of a version",
        why: "PyPI refuses distributions that require a file or repository by its address.",
        fix: "Require a released version, or move the requirement to a development group.",
        from: &["PEP 440", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other @ https://example.org/other.zip\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Requires-Dist: other >=1.0\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for name in ["Requires-Dist", "Provides-Dist", "Obsoletes-Dist"] {
        for field in facts.core.headers.all(name) {
            let requirement = Requirement::parse(&field.value).ok();
            if let Some(url) = requirement.and_then(|requirement| requirement.url) {
                let message =
                    format!("`{name}` asks for the address `{url}`, and PyPI takes only versions");
                findings
                    .push(message)
                    .at(facts.core.document.place(field.value_span.clone()))
                    .help("require a released version, or move it to `[dependency-groups]`");
            }
        }
    }
}
