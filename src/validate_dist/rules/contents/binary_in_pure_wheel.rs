//! A wheel for every platform has machine code.
use crate::dist::Content;
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "binary-in-pure-wheel",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel for every platform has machine code",
        why: "A program or library of one platform is in a wheel that says it can be installed on all.",
        fix: "Build a wheel for the platform, or accept it with a reason.",
        from: &["auditwheel"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/tool", "\x7fELF\x02\x01")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-win_amd64.whl",
            changes: &[Change::Write("demo/tool", "\x7fELF\x02\x01")],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let is_for_any = facts
        .tags
        .as_ref()
        .is_some_and(|tags| tags.platform.iter().any(|platform| platform == "any"));
    if !is_for_any {
        return;
    }
    // Built modules have a rule of their own, and programs for Windows are often the launchers of commands.
    let is_other = |content: &Content| {
        let ends: [&[u8]; 5] = [b".so", b".pyd", b".dylib", b".exe", b".dll"];
        !ends.iter().any(|end| content.name.ends_with(end))
    };
    let code = facts
        .members
        .iter()
        .filter_map(|content| Some((content, content.read.as_ref().ok()?.binary?)));
    for (content, binary) in code.filter(|(content, _)| is_other(content)).take(FEW) {
        findings
            .push(format!(
                "`{}` is machine code ({}), and the file name says `any` platform",
                content.text(),
                binary.name()
            ))
            .at(Place::member(facts.path.clone(), &content.name))
            .help("build a wheel for the platform, or accept it with a reason");
    }
}
