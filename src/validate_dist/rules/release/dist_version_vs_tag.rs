//! A distribution is not of the version that is released.
use crate::rule::{About, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Release;

pub(super) const RULE: Rule<Release> = Rule {
    about: About {
        name: "dist-version-vs-tag",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A distribution is not of the version that is released",
        why: "The tag says one version and the file another: what users install is not what the tag shows.",
        fix: "Build from the tagged commit, with the version set.",
        from: &["PEP 440"],
        bad: Example::Dist {
            name: "demo-1.1-py3-none-any.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Release, findings: &mut Findings) {
    let Some(expected) = &facts.expected else {
        return;
    };
    for file in &facts.files {
        if let Some(version) = file.version.as_ref().filter(|version| *version != expected) {
            let message = format!(
                "`{}` is of version `{version}`, and `{expected}` is released",
                file.file_name
            );
            findings
                .push(message)
                .at(Place::archive(file.path.clone()))
                .help("build again from the tagged commit: `python -m build`");
        }
    }
}
