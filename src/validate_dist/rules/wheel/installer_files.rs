//! A wheel has files that only an installer writes.
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "installer-files",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel has files that only an installer writes",
        why: "`INSTALLER`, `REQUESTED` and `direct_url.json` say how a package came into an environment; in a wheel they are copied from one, and mislead.",
        fix: "Build the wheel instead of packing an installed package.",
        from: &["recording installed projects"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo-1.0.dist-info/INSTALLER", "pip\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    for file in ["INSTALLER", "REQUESTED", "direct_url.json"] {
        let name = facts.dist_info_member(file);
        if facts.members.has(name.as_bytes()) {
            findings
                .push(format!("`{name}` is a file that only an installer writes"))
                .at(Place::member(facts.path.clone(), &name))
                .help("build the wheel instead of packing an installed package");
        }
    }
}
