//! The `.dist-info` folder does not lie at the end of the wheel.
use crate::dist::Listed;
use crate::dist::Wheel;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "dist-info-not-last",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "The `.dist-info` folder does not lie at the end of the wheel",
        why: "It is to stand last, so that it can be replaced, and read over a network, without the rest.",
        fix: "Nothing has to be done; current back-ends write it last.",
        from: &["PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/late.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Wheel, findings: &mut Findings) {
    let Some(folder) = &facts.dist_info else {
        return;
    };
    let is_inside = |name: &[u8]| {
        name.strip_prefix(folder.as_bytes())
            .is_some_and(|rest| rest.starts_with(b"/"))
    };
    let files: Vec<&Listed> = facts.members.files().collect();
    let first = files.iter().position(|member| is_inside(&member.name));
    let behind = first
        .and_then(|first| files.get(first..))
        .unwrap_or_default();
    if let Some(late) = behind.iter().find(|member| !is_inside(&member.name)) {
        findings
            .push(format!(
                "`{}` stands behind files of `{folder}`, which is to be last",
                late.text()
            ))
            .at(Place::member(facts.path.clone(), &late.name))
            .help("build the wheel with a back-end that writes its metadata last");
    }
}
