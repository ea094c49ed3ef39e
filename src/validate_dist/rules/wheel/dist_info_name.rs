//! The `.dist-info` folder is not named as the file is.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "dist-info-name",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The `.dist-info` folder is not named as the file is",
        why: "PyPI looks for the metadata at the path that the file name gives, and refuses the wheel when it is elsewhere.",
        fix: "Build again; do not rename a wheel by hand.",
        from: &["PEP 427", "PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("METADATA"),
                Change::Remove("WHEEL"),
                Change::Remove("entry_points.txt"),
                Change::Remove("LICENSE"),
                Change::Remove("RECORD"),
                Change::Write("demo-1.0.0.dist-info/WHEEL", ""),
            ],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let (Some(found), Some(expected)) = (&facts.dist_info, facts.expected_dist_info()) else {
        return;
    };
    if *found != expected {
        let message =
            format!("the metadata lies in `{found}`, and the file name asks for `{expected}`");
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), found))
            .help("build the wheel again instead of renaming it");
    }
}
