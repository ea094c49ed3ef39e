//! An e-mail address is not one.
use crate::dist::{addresses, check_email, is_plain_address};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "author-email-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "An e-mail address is not one",
        why: "PyPI refuses an author or maintainer whose address no mail could go to.",
        fix: "Correct `email` under `authors` or `maintainers` in pyproject.toml.",
        from: &["PyPI", "RFC 5322"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Author-email: Ada <ada@localhost>\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Author-email: Ada <ada@example.org>\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    for name in ["Author-email", "Maintainer-email"] {
        let fields = facts.core.headers.all(name);
        for field in fields.filter(|field| field.value != "UNKNOWN") {
            let all = addresses(&field.value);
            for address in &all {
                let Err(error) = check_email(address) else {
                    continue;
                };
                let message = format!("`{name}` has the address `{address}`: {error}");
                let finding = findings
                    .push(message)
                    .at(facts.core.document.place(field.value_span.clone()))
                    .help("correct `email` under `authors` or `maintainers` in `pyproject.toml`");
                // Python's reader makes nothing of several addresses, so PyPI looks at none of them; and readers differ in
                // what they make of unusual forms.
                if !is_plain_address(&field.value) {
                    finding.severity = finding.severity.min(Severity::Warning);
                }
            }
        }
    }
}
