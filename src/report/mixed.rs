//! One report with a finding of every kind, on which each format is tested.
//!
//! Not part of the programs: only tests use it.
use super::Report;
use crate::edit::Edit;
use crate::rule::{About, Example, Finding, Findings, Rule, Severity};
use crate::source::{Place, RepoPath, SourceFile, Spot};
use std::path::Path;

const fn about(name: &'static str, severity: Severity) -> About {
    About {
        name,
        severity,
        since: "0.1.0",
        summary: "two places disagree",
        why: "Because it matters.",
        fix: "Say the same in both.",
        from: &["PEP 440"],
        bad: Example::Tree(&[]),
        good: Example::Tree(&[]),
    }
}

static RULES: [Rule<()>; 3] = [
    Rule {
        about: about("places-disagree", Severity::Error),
        check: disagree,
    },
    Rule {
        about: about("odd-member", Severity::Warning),
        check: odd,
    },
    Rule {
        about: about("worth-knowing", Severity::Note),
        check: note,
    },
];

fn disagree(_: &(), findings: &mut Findings) {
    let source = SourceFile::new(
        "pyproject.toml".into(),
        &b"[project]\nversion = \"1.2.0\"\n"[..],
    );
    let mirror = SourceFile::new(
        RepoPath::from("src/ü, 100%.py"),
        "# é\n__version__ = '1.1.0'\n".as_bytes(),
    );
    findings
        .push("`1.2.0` and `1.1.0` disagree")
        .at(mirror.place(20..25, "declared here"))
        .at(source.place(21..26, ""))
        .help("run `check-version --fix`")
        .fix(Edit {
            path: mirror.path.clone(),
            span: 20..25,
            replacement: b"1.2.0".to_vec(),
        });
}

fn odd(_: &(), findings: &mut Findings) {
    let archive = Path::new("dist/demo-1.0.tar.gz");
    findings
        .push("`a\u{1b}[31m\nb` is odd: 50%")
        .at(Place::member(archive, b"demo-1.0/PKG-INFO"));
    let mut place = Place::archive(archive);
    place.spot = Spot::Offset(512);
    findings.push("bytes after the end").at(place);
}

fn note(_: &(), findings: &mut Findings) {
    findings
        .push("`v1.0` is new")
        .at(Place::git_ref("refs/tags/v1.0").labelled("pushed"));
    findings.push("nothing is said").at(Place {
        origin: crate::source::Origin::CommitMessage,
        spot: Spot::Whole,
        label: String::new(),
    });
    findings.push("this has no place");
}

/// The findings of all three rules.
pub(super) fn findings() -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in &RULES {
        findings.run(rule, rule.about.severity, &());
    }
    findings.into_found()
}

/// A report of all of it.
pub(super) fn report() -> Report {
    colored::control::set_override(false);
    let mut facts = serde_json::Map::new();
    facts.insert("declarations".into(), serde_json::json!([{"raw": "1.2.0"}]));
    Report {
        program: "check-version",
        looked_at: vec!["the working tree".into()],
        findings: findings(),
        facts,
        summary: "## Package tree\n\ndemo/\n".into(),
    }
}
