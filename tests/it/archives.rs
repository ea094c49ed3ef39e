//! Hostile and damaged archives, built byte by byte: each is a finding with a reason, and nothing worse.
//!
//! A case names all rules that tell an error, so that no case is told as something that it is not.
mod mutated;
mod tar;
mod truncated;
mod zip;

use release_guard::config::Config;
use release_guard::flags::Flags;
use release_guard::policy::{Policy, Stage};
use release_guard::rule::{Change, Findings, Severity};
use release_guard::validate_dist;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const WHEEL: &str = "demo-1.0-py3-none-any.whl";
const SDIST: &str = "demo-1.0.tar.gz";

/// No archive takes longer; a build without optimisation on a busy machine takes many times as long.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 300 } else { 2 });

/// A hostile archive, what it is, and the rules that speak.
struct Case {
    what: &'static str,
    bytes: Vec<u8>,
    rules: &'static [&'static str],
}

/// A sound file with these changes.
fn case(
    file: &str,
    what: &'static str,
    changes: &[Change],
    rules: &'static [&'static str],
) -> Case {
    let bytes = validate_dist::sample::sample(file, changes);
    Case { what, bytes, rules }
}

/// Checks all cases; rules that only warn are written with their severity.
fn holds(file: &str, cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let (found, time) = told(file, &case.bytes);
        let expected: BTreeSet<String> = case.rules.iter().map(|rule| rule.to_string()).collect();
        if found != expected {
            wrong.push(format!("{}: {found:?} instead of {expected:?}", case.what));
        }
        if time > LIMIT {
            wrong.push(format!("{}: {time:?}", case.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rules that speak of a file of these bytes, and how long that takes. Nothing but the file is left in its folder.
fn told(file: &str, bytes: &[u8]) -> (BTreeSet<String>, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    std::fs::write(&path, bytes).unwrap();
    let mut findings = Findings::default();
    // What an archive installs, and in which order, is no matter here.
    let flags = Flags {
        ignore: ["library", "dist-info-not-last", "duplicate-content"]
            .map(Into::into)
            .into(),
        ..Flags::default()
    };
    let policy = Policy::new(&Config::default(), &flags, Stage::Ci).unwrap();
    let start = Instant::now();
    validate_dist::check(
        &[path],
        &validate_dist::Expected::default(),
        &policy,
        &mut findings,
    )
    .unwrap();
    let time = start.elapsed();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let rules = findings.found().iter().map(|finding| {
        let name = finding.rule.name;
        match finding.severity {
            Severity::Error => name.to_owned(),
            other => format!("{name} ({})", other.name()),
        }
    });
    // That the other file of the release is not there is no matter here.
    let rules = rules.filter(|rule| !rule.starts_with("dist-set-"));
    (rules.collect(), time)
}

/// Bytes that live as long as the rules' examples do.
fn kept(bytes: Vec<u8>) -> &'static [u8] {
    bytes.leak()
}
