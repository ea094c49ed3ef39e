//! A wheel has no readable METADATA.
use crate::dist::Absent;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "metadata-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has no readable METADATA",
        why: "Without name, version and requirements nothing can install or list the wheel; PyPI refuses it.",
        fix: "Build it again with a build back-end.",
        from: &["PEP 427", "PyPI", "twine check"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Remove("METADATA")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    if facts.dist_info.is_none() {
        return;
    }
    if let Err(absent) = &facts.metadata {
        let name = facts.dist_info_member("METADATA");
        let place = match absent {
            Absent::Missing => Place::archive(facts.path.clone()),
            Absent::Unusable(_) => Place::member(facts.path.clone(), &name),
        };
        findings
            .push(format!("`{name}` {absent}"))
            .at(place)
            .help("build it with a build back-end: `python -m build --wheel`");
    }
}
