//! A wheel for one platform has no machine code.
use crate::dist::Content;
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "platform-wheel-without-extension",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel for one platform has no machine code",
        why: "Nothing in it depends on the platform: one wheel for all would do, and users of other platforms would have it.",
        fix: "Build a pure wheel, or find out why the extension was not built.",
        from: &["auditwheel"],
        bad: Example::Dist {
            name: "demo-1.0-cp312-cp312-win_amd64.whl",
            changes: &[],
        },
        good: Example::Dist {
            name: "demo-1.0-cp312-cp312-win_amd64.whl",
            changes: &[Change::Write("demo/_speed.cp312-win_amd64.pyd", "")],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    let is_for_one = facts
        .tags
        .as_ref()
        .is_some_and(|tags| tags.platform.iter().all(|platform| platform != "any"));
    if !is_for_one || facts.members.is_empty() {
        return;
    }
    let is_code = |content: &Content| {
        let text = content.text();
        let ends = [
            ".so", ".pyd", ".dylib", ".dll", ".exe", ".a", ".lib", ".o", ".wasm", ".node",
        ];
        // What could not be inflated may be anything.
        let is_machine_code = content
            .read
            .as_ref()
            .map_or(true, |read| read.binary.is_some());
        is_machine_code || text.contains(".so.") || ends.iter().any(|end| text.ends_with(end))
    };
    if !facts.members.iter().any(is_code) {
        findings
            .push(
                "the file name says that the wheel is for one platform, and it has no machine code",
            )
            .at(Place::archive(facts.path.clone()))
            .help("build a pure wheel, or find out why the extension was not built");
    }
}
