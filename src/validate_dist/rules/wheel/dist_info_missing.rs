//! A wheel has no `.dist-info` folder.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "dist-info-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has no `.dist-info` folder",
        why: "Without it there is no metadata: nothing can install the wheel.",
        fix: "Build it with a build back-end instead of packing it by hand.",
        from: &["PEP 427", "PyPI", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Remove("METADATA"),
                Change::Remove("WHEEL"),
                Change::Remove("entry_points.txt"),
                Change::Remove("LICENSE"),
                Change::Remove("RECORD"),
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
    if facts.problem.is_none() && facts.dist_infos.is_empty() {
        let expected = facts
            .expected_dist_info()
            .unwrap_or_else(|| ".dist-info".into());
        let message = format!("`{}` has no folder `{expected}`", facts.raw_name);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("build it with a build back-end: `python -m build --wheel`");
    }
}
