//! A wheel has no readable WHEEL file.
use crate::dist::Absent;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "wheel-file-missing",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel has no readable WHEEL file",
        why: "Installers learn from it how to unpack the wheel, and refuse one without it.",
        fix: "Build it again with a build back-end.",
        from: &["PEP 427", "PyPI", "pip"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Remove("/WHEEL")],
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
    if let Err(absent) = &facts.wheel_file {
        let name = facts.dist_info_member("WHEEL");
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
