//! A member of an sdist is a sparse file.
use crate::dist::{Sdist, TarProblem};
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;

pub(super) const RULE: Rule<Sdist> = Rule {
    about: About {
        name: "tar-sparse",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "A member of an sdist is a sparse file",
        why: "Few programs can unpack it; PyPI refuses it.",
        fix: "Pack the file without holes.",
        from: &["PyPI", "uv"],
        bad: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[Change::Header("demo-1.0/LICENSE", 156, b"S")],
        },
        good: Example::Dist {
            name: "demo-1.0.tar.gz",
            changes: &[],
        },
    },
    check,
};

fn check(facts: &Sdist, findings: &mut Findings) {
    if let Some(problem @ TarProblem::Sparse { .. }) = &facts.problem {
        findings
            .push(format!("`{}` cannot be used: {problem}", facts.raw_name))
            .at(Place::archive(facts.path.clone()))
            .help("build it again: `python -m build --sdist`");
    }
}
