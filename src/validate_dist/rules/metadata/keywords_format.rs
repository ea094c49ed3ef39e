//! Keywords stand without commas between them.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "keywords-format",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "Keywords stand without commas between them",
        why: "Indexes split keywords at commas, so several words without one are a single keyword.",
        fix: "List them in pyproject.toml: `keywords = [\"a\", \"b\"]`.",
        from: &["core metadata"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Keywords: release wheel sdist\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Keywords: release,wheel,sdist\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(field) = facts.core.headers.first("Keywords") else {
        return;
    };
    let words = field.value.split_whitespace().count();
    if words >= SEVERAL && !field.value.contains(',') {
        findings
            .push(format!(
                "the keywords `{}` have no comma between them",
                field.value
            ))
            .at(facts.core.document.place(field.value_span.clone()))
            .help("list them: `keywords = [\"a\", \"b\"]` in `pyproject.toml`");
    }
}

/// Two words may well be one keyword.
const SEVERAL: usize = 3;
