//! The WHEEL file has several tags in one line.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-tags-compressed",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "The WHEEL file has several tags in one line",
        why: "The specification asks for a line a tag; a reader that takes it at its word does not know the tag.",
        fix: "Build again with a current build back-end.",
        from: &["PEP 427", "PEP 425"],
        bad: Example::Dist {
            name: "demo-1.0-py2.py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Tag: py2-none-any\nTag: py3-none-any",
                "Tag: py2.py3-none-any",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-py2.py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Ok(wheel) = &facts.wheel_file else {
        return;
    };
    let mut tags = wheel.headers.all("Tag");
    if let Some(field) = tags.find(|field| field.value.contains('.')) {
        let message = format!(
            "`{}` has the compressed tag `{}`, and each tag is to stand in a line of its own",
            wheel.document.name, field.value
        );
        findings
            .push(message)
            .at(wheel.document.place(field.value_span.clone()))
            .help("build the wheel again with a current back-end, or write the tags with `python -m wheel tags`");
    }
}
