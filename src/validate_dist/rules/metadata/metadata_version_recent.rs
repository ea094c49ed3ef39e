//! The metadata is of a version that older upload clients refuse.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-version-recent",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "The metadata is of a version that older upload clients refuse",
        why: "twine and others that bring packaging older than 26 refuse metadata 2.5, though PyPI takes it.",
        fix: "Upload with a current client, or let the build back-end write 2.4.",
        from: &["PEP 794"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Metadata-Version: 2.4",
                "Metadata-Version: 2.5",
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
    let field = facts.core.headers.first("Metadata-Version");
    if let Some(field) = field.filter(|field| field.value == RECENT) {
        let message = format!(
            "the metadata is of version `{RECENT}`, which upload clients before 2026 refuse"
        );
        findings
            .push(message)
            .at(facts.core.document.place(field.value_span.clone()))
            .help("upload with a current client, or let the build back-end write `2.4`");
    }
}

const RECENT: &str = "2.5";
