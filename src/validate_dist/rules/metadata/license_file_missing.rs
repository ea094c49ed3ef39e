//! A license file that the metadata names is not there.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-file-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A license file that the metadata names is not there",
        why: "PyPI looks for every `License-File` and refuses a distribution without it.",
        fix: "Update the build back-end, or correct `license-files` in pyproject.toml.",
        from: &["PEP 639", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Remove("licenses/LICENSE")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("licenses/LICENSE"),
                Change::Replace("METADATA", "Metadata-Version: 2.4", "Metadata-Version: 2.3"),
            ],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    // Before metadata 2.4 the field named files anywhere in the distribution.
    if !facts.is_at_least((2, 4)) {
        return;
    }
    for name in facts.missing_license_files.iter().take(FEW) {
        let stated = |value: &str| name.ends_with(&format!("/{value}"));
        let field = facts
            .core
            .headers
            .all("License-File")
            .find(|field| stated(&field.value));
        let place = match field {
            Some(field) => facts.core.document.place(field.value_span.clone()),
            None => facts.core.document.whole(),
        };
        let message = format!("the metadata names a license file, and `{name}` is not there");
        findings
            .push(message)
            .at(place)
            .help("include the file, or correct `license-files` in `pyproject.toml`");
    }
}
