//! The tags in the WHEEL file are not those of the file name.
use crate::dist::Tags;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::validate_dist::FEW;
use std::collections::BTreeSet;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-tags-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The tags in the WHEEL file are not those of the file name",
        why: "Indexes choose by the file name and installers by the WHEEL file: where they differ, a wheel is installed where it cannot run.",
        fix: "Change tags with `python -m wheel tags`, never by renaming.",
        from: &["PEP 427", "PEP 425"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Replace(
                "/WHEEL",
                "Tag: py3-none-any",
                "Tag: cp312-cp312-win_amd64",
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
    let (Ok(wheel), Some(tags)) = (
        &facts.wheel_file,
        facts.file_name.as_ref().ok().and_then(|name| name.tags()),
    ) else {
        return;
    };
    let named = tags.expanded();
    let mut written = BTreeSet::new();
    for tag in wheel.tags() {
        match Tags::parse(tag) {
            Some(tags) => written.extend(tags.expanded()),
            None => {
                written.insert(tag.to_owned());
            }
        }
    }
    if named == written {
        return;
    }
    let list = |tags: &BTreeSet<String>| match tags.len() {
        0 => "none".to_owned(),
        _ => tags
            .iter()
            .take(FEW)
            .map(|tag| format!("`{tag}`"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    let message = format!(
        "the file name has the tags {}, and `{}` has {}",
        list(&named),
        wheel.document.name,
        list(&written)
    );
    let place = match wheel.headers.first("Tag") {
        Some(field) => wheel.document.place(field.value_span.clone()),
        None => wheel.document.whole(),
    };
    findings
        .push(message)
        .at(place)
        .help("change tags with `python -m wheel tags`, which keeps both in step");
}
