//! The name of an extra is not in normal form.
use crate::dist::ProjectName;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::Metadata;

pub(super) const RULE: Rule<Metadata> = Rule {
    about: About {
        name: "provides-extra-not-normalized",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The name of an extra is not in normal form",
        why: "From metadata 2.3 on, extras stand in normal form, and readers may compare them as they stand.",
        fix: "Build with a current back-end, which writes the normal form.",
        from: &["PEP 685"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: Fast_IO\nRequires-Dist: other; extra == \"fast-io\"\nRequires-Python",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "METADATA",
                "Requires-Python",
                "Provides-Extra: fast-io\nRequires-Dist: other; extra == \"fast-io\"\nRequires-Python",
            )],
        },
    },
    check,
};

fn check(facts: &Metadata, findings: &mut Findings) {
    if !facts.is_at_least((2, 3)) {
        return;
    }
    for field in facts.core.headers.all("Provides-Extra") {
        let name = ProjectName::new(&field.value);
        if let Some(name) = name.filter(|name| name.as_str() != field.value) {
            findings
                .push(format!(
                    "the extra `{}` is `{name}` in normal form",
                    field.value
                ))
                .at(facts.core.document.place(field.value_span.clone()))
                .help(format!(
                    "name it `{name}` in `[project.optional-dependencies]`"
                ));
        }
    }
}
