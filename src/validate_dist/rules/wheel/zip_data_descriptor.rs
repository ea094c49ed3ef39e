//! The sizes of a member follow its data.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-data-descriptor",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "The sizes of a member follow its data",
        why: "A program that reads the archive from its start cannot know where the member ends; PyPI refuses it.",
        fix: "Write the wheel to a file that can be gone back in, not as a stream.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Header("demo/cli.py", 6, b"\x08\x08"),
                Change::Listed("demo/cli.py", 8, b"\x08\x08"),
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
    for flaw in &facts.flaws {
        let ZipFlaw::DataDescriptor { name } = flaw else {
            continue;
        };
        let message = format!(
            "the member `{}` has its sizes in a data descriptor behind its data",
            String::from_utf8_lossy(name)
        );
        findings
            .push(message)
            .at(Place::member(facts.path.clone(), name))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
