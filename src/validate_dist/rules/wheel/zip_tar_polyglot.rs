//! A wheel can be read as a tar archive too.
use crate::dist::{Wheel, ZipFlaw};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

/// A tar header whose checksum is right: a name, the checksum, and zeros.
const POLYGLOT: &[u8; 512] = &{
    let mut block = [0; 512];
    block[0] = b'a';
    block[148] = b'5';
    block[149] = b'4';
    block[150] = b'1';
    block
};

pub(super) const RULE: Rule<Wheel> = Rule {
    about: About {
        name: "zip-tar-polyglot",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A wheel can be read as a tar archive too",
        why: "What is checked as one archive could be unpacked as the other; PyPI refuses it.",
        fix: "Build the wheel again with a current back-end, and do not change it afterwards.",
        from: &["PyPI"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Prepend(POLYGLOT)],
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
        let ZipFlaw::AlsoTar = flaw else {
            continue;
        };
        let message = format!("`{}` can be read as a tar archive too", facts.raw_name);
        findings
            .push(message)
            .at(Place::archive(facts.path.clone()))
            .help("pack the wheel again: `python -m wheel unpack` and `python -m wheel pack`");
    }
}
