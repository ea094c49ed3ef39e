//! A name to import is not one.
use crate::dist::ImportName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;
use std::collections::BTreeMap;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "import-name-invalid",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A name to import is not one",
        why: "PyPI refuses names that `import` could not take; a name in both lists, or without its parents, says two things at once.",
        fix: "Correct `import-names` or `import-namespaces` in pyproject.toml.",
        from: &["PEP 794", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Replace("METADATA", "Metadata-Version: 2.4", "Metadata-Version: 2.5"),
                Change::Replace(
                    "METADATA",
                    "Requires-Python",
                    "Import-Name: demo-app\nRequires-Python",
                ),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Replace("METADATA", "Metadata-Version: 2.4", "Metadata-Version: 2.5"),
                Change::Replace(
                    "METADATA",
                    "Requires-Python",
                    "Import-Name: demo\nImport-Name: demo._own; private\nRequires-Python",
                ),
            ],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let headers = &facts.core.headers;
    // An empty one alone says that there is nothing to import.
    let is_none =
        headers.value("Import-Name") == Some("") && headers.all("Import-Name").count() == 1;
    let mut seen = BTreeMap::new();
    for list in ["Import-Name", "Import-Namespace"] {
        for field in headers
            .all(list)
            .filter(|field| !(is_none && field.value.is_empty()))
        {
            let place = || facts.core.document.place(field.value_span.clone());
            match ImportName::parse(&facts.core.exact(field)) {
                Err(error) => {
                    let message = format!("`{list}` is `{}`: {error}", field.value);
                    findings.push(message).at(place()).help(HELP);
                }
                Ok(name) => {
                    if seen
                        .insert(name.path.clone(), list)
                        .is_some_and(|other| other != list)
                    {
                        let message = format!("`{}` is both a name and a namespace", name.path);
                        let finding = findings.push(message).at(place()).help(HELP);
                        finding.severity = finding.severity.min(Severity::Warning);
                    }
                }
            }
        }
    }
}

const HELP: &str = "correct `import-names` or `import-namespaces` in `pyproject.toml`";
