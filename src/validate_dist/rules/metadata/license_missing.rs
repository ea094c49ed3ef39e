//! Nothing says under which license the project is.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "license-missing",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "Nothing says under which license the project is",
        why: "Without a license nobody may use it, and tools that check licenses refuse it.",
        fix: "Set `license = \"MIT\"` in pyproject.toml.",
        from: &["PEP 639", "pyroma"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "License-Expression: MIT\nLicense-File: LICENSE\n",
                "",
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
    let headers = &facts.core.headers;
    let fields = ["License", "License-Expression", "License-File"];
    let stated = fields.iter().filter_map(|name| headers.value(name));
    let is_stated = stated
        .into_iter()
        .any(|value| !value.is_empty() && value != "UNKNOWN");
    let mut classifiers = headers.all("Classifier");
    if !is_stated && !classifiers.any(|field| field.value.starts_with("License ::")) {
        findings
            .push(format!(
                "`{}` does not say under which license the project is",
                facts.core.document.name
            ))
            .at(facts.core.document.whole())
            .help("write `license = \"MIT\"`, or the license it has, in `pyproject.toml`");
    }
}
