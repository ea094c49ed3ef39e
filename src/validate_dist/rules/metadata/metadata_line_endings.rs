//! The metadata ends its lines as Windows does.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "metadata-line-endings",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The metadata ends its lines as Windows does",
        why: "Some readers keep the carriage return as part of each value.",
        fix: "Build with a current back-end, which writes line feeds.",
        from: &["core metadata"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace("METADATA", "\n", "\r\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let document = &facts.core.document;
    let headers = document.bytes.get(..facts.core.headers.body.start);
    let at = headers.and_then(|headers| headers.iter().position(|byte| *byte == b'\r'));
    if let Some(at) = at {
        let message = format!("`{}` ends its lines with a carriage return", document.name);
        findings
            .push(message)
            .at(document.place(at..at + 1))
            .help("update the build back-end, which should end lines with a line feed alone");
    }
}
