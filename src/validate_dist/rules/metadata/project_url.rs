//! A project URL is not an address.
use crate::dist::check_url;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "project-url",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A project URL is not an address",
        why: "PyPI refuses addresses that are not `http` or `https`, or that hold characters no address has.",
        fix: "Correct the value in `[project.urls]`.",
        from: &["PEP 753", "RFC 3986", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "https://example.org/demo",
                "see the readme",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for field in facts.core.headers.all("Project-URL") {
        let Some((label, url)) = field.value.split_once(',') else {
            continue;
        };
        if let Err(error) = check_url(url.trim()) {
            let message = format!(
                "`Project-URL` `{}` is `{}`: {error}",
                label.trim(),
                url.trim()
            );
            let finding = findings
                .push(message)
                .at(facts.core.document.place(field.value_span.clone()))
                .help("write an address that begins with `https://` in `[project.urls]`");
            if !error.is_refused() {
                finding.severity = finding.severity.min(Severity::Warning);
            }
        }
    }
}
