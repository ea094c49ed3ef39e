//! The address of the download is not one.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "download-url",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The address of the download is not one",
        why: "PyPI refuses addresses that are not `http` or `https`, or that hold characters no address has.",
        fix: "Write an address that begins with `https://`.",
        from: &["PEP 753", "RFC 3986", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Download-URL: example.org/demo\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Download-URL: https://example.org/demo\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    super::check_address("Download-URL", facts, findings);
}
