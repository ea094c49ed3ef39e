//! A wheel for every platform has extension modules.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;
use crate::validate_dist::{FEW, Installed};

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "purelib-with-extension",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel for every platform has extension modules",
        why: "A built module runs on one platform, and the wheel says that it can be installed on all.",
        fix: "Build a wheel for the platform; make the back-end know of the extension.",
        from: &["auditwheel", "PEP 427"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write(
                "demo/_speed.cpython-312-x86_64-linux-gnu.so",
                "",
            )],
        },
        good: Example::Dist {
            name: "demo-1.0-cp312-cp312-win_amd64.whl",
            changes: &[
                Change::Write("demo/_speed.cp312-win_amd64.pyd", ""),
                Change::Replace("WHEEL", "Root-Is-Purelib: true", "Root-Is-Purelib: false"),
            ],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    let is_for_any = facts
        .tags
        .as_ref()
        .is_some_and(|tags| tags.platform.iter().any(|platform| platform == "any"));
    let reason = match (is_for_any, facts.is_purelib) {
        (true, _) => "its file name says `any` platform",
        (false, Some(true)) => "its WHEEL says `Root-Is-Purelib: true`",
        (false, _) => return,
    };
    let is_built = |file: &&Installed| {
        [".so", ".pyd", ".dylib"]
            .iter()
            .any(|end| file.path.ends_with(end))
    };
    for file in facts.files.iter().filter(is_built).take(FEW) {
        findings
            .push(format!(
                "the wheel has the built module `{}`, and {reason}",
                file.path
            ))
            .at(Place::member(facts.path.clone(), &file.member))
            .help("build a wheel for the platform: the build back-end must know of the extension");
    }
}
