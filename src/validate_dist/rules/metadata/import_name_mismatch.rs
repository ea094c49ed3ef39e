//! A name to import is not in the wheel.
use crate::dist::ImportName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "import-name-mismatch",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A name to import is not in the wheel",
        why: "People look for projects by what they import; a name that is not there misleads them.",
        fix: "Correct `import-names` in pyproject.toml, or include the module.",
        from: &["PEP 794"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Replace("METADATA", "Metadata-Version: 2.4", "Metadata-Version: 2.5"),
                Change::Replace(
                    "METADATA",
                    "Requires-Python",
                    "Import-Name: other\nRequires-Python",
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
                    "Import-Name: demo\nRequires-Python",
                ),
            ],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    let Some(tops) = &facts.top_levels else {
        return;
    };
    for list in ["Import-Name", "Import-Namespace"] {
        for field in facts.core.headers.all(list) {
            let Ok(name) = ImportName::parse(&field.value) else {
                continue;
            };
            let top = name.top();
            let is_it = |file: &String| file.split('.').next() == Some(top);
            if !tops.iter().any(is_it) {
                findings
                    .push(format!(
                        "`{list}` names `{}`, and the wheel has no `{top}`",
                        name.path
                    ))
                    .at(facts.core.document.place(field.value_span.clone()))
                    .help("correct `import-names` in `pyproject.toml`, or include the module");
            }
        }
    }
}
