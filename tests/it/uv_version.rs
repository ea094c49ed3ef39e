//! The kinds of `publish bump` beside `uv version --bump`: every start, every kind that both have.
use crate::support::{Scratch, each, tool, tools};
use release_guard::bump::{Kind, next};
use release_guard::version::Version;
use std::process::Command;

/// Versions of every shape, each as uv and we read it.
const STARTS: &[&str] = &[
    "1.2.3",
    "0.0.0",
    "0.9.10",
    "1.2",
    "7",
    "1.2.3.4",
    "2024.5.1",
    "1.2.3a1",
    "1.2.3b4",
    "1.2.3rc1",
    "1.2rc9",
    "1.2.3-rc.1",
    "1.2.3.dev4",
    "1.2.3a1.dev2",
    "1.2.3rc2.dev0",
    "1.2.3.post1",
    "1.2.3a1.post2",
    "1.2.3.post1.dev2",
    "1.2.3.dev0",
    "1!1.2.3",
    "1!1.2.3rc1",
    "1.2.3+local.5",
    "1.2.3a1+local.5",
];

/// Our kinds with what uv calls them.
const KINDS: &[(&str, &[&str])] = &[
    ("major", &["major"]),
    ("minor", &["minor"]),
    ("patch", &["patch"]),
    ("final", &["stable"]),
    ("alpha", &["alpha"]),
    ("beta", &["beta"]),
    ("rc", &["rc"]),
    ("post", &["post"]),
    ("dev", &["dev"]),
    ("major+alpha", &["major", "alpha"]),
    ("minor+alpha", &["minor", "alpha"]),
    ("patch+alpha", &["patch", "alpha"]),
    ("major+beta", &["major", "beta"]),
    ("minor+beta", &["minor", "beta"]),
    ("patch+beta", &["patch", "beta"]),
    ("major+rc", &["major", "rc"]),
    ("minor+rc", &["minor", "rc"]),
    ("patch+rc", &["patch", "rc"]),
    ("major+dev", &["major", "dev"]),
    ("minor+dev", &["minor", "dev"]),
    ("patch+dev", &["patch", "dev"]),
];

/// What is otherwise on purpose: a start, a kind, what uv answers, and what we answer (`-` is a refusal).
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    // There is no post-release of what is not released.
    ("1.2.3a1", "post", "1.2.3a1.post1", "-"),
    ("1.2.3b4", "post", "1.2.3b4.post1", "-"),
    ("1.2.3rc1", "post", "1.2.3rc1.post1", "-"),
    ("1.2rc9", "post", "1.2rc9.post1", "-"),
    ("1.2.3-rc.1", "post", "1.2.3rc1.post1", "-"),
    ("1.2.3.dev4", "post", "1.2.3.post1", "-"),
    ("1.2.3.dev0", "post", "1.2.3.post1", "-"),
    ("1.2.3a1.dev2", "post", "1.2.3a1.post1", "-"),
    ("1.2.3rc2.dev0", "post", "1.2.3rc2.post1", "-"),
    ("1.2.3a1.post2", "post", "1.2.3a1.post3", "-"),
    ("1!1.2.3rc1", "post", "1!1.2.3rc1.post1", "-"),
    ("1.2.3a1+local.5", "post", "1.2.3a1.post1+local.5", "-"),
    // The post-release that a development release leads to is not out yet.
    ("1.2.3.post1.dev2", "post", "1.2.3.post2", "1.2.3.post1"),
    ("1.2.3.post1.dev2", "final", "-", "1.2.3.post1"),
];

/// The one place that asks for the next version.
fn ours(from: &str, kind: &str) -> String {
    let from: Version = from.parse().unwrap();
    let kind: Kind = kind.parse().unwrap();
    next(&from, &kind, release_guard::bump::Counting::default())
        .map_or("-".to_owned(), |version| version.to_string())
}

#[test]
fn kinds_lead_where_they_lead_in_uv_but_for_exceptions() {
    tools();
    let scratch = Scratch::new();
    let grid: Vec<_> = STARTS
        .iter()
        .flat_map(|from| KINDS.iter().map(move |(kind, uv)| (*from, *kind, *uv)))
        .collect();
    for from in STARTS {
        scratch.write(
            &format!("{from}/pyproject.toml"),
            format!("[project]\nname = \"acme\"\nversion = \"{from}\"\n"),
        );
    }
    let theirs = each(&grid, |(from, _, kinds)| theirs(&scratch, from, kinds));
    let mut wrong = Vec::new();
    let mut excepted = 0;
    for ((from, kind, _), theirs) in grid.iter().zip(theirs) {
        let exception = EXCEPTIONS
            .iter()
            .find(|(start, of, ..)| start == from && of == kind);
        let (uv, expected) = match exception {
            Some((.., uv, ours)) => (*uv, *ours),
            // Indexes refuse a local part, so ours goes where uv's stays.
            None => (&*theirs, theirs.split('+').next().unwrap_or_default()),
        };
        excepted += usize::from(exception.is_some());
        let ours = ours(from, kind);
        if theirs != uv || ours != expected {
            wrong.push(format!("{from} {kind}: uv {theirs}, ours {ours}"));
        }
        let keeps_local = theirs == "-" || theirs.contains('+');
        assert!(
            keeps_local || !from.contains('+'),
            "{from} {kind}: {theirs}"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(excepted, EXCEPTIONS.len());
}

/// What uv answers: a version, or `-`.
fn theirs(scratch: &Scratch, from: &str, kinds: &[&str]) -> String {
    let mut command = Command::new(tool("uv"));
    command.args(["version", "--short", "--dry-run", "--frozen", "--offline"]);
    command.args(["--project", from]);
    command.args(kinds.iter().flat_map(|kind| ["--bump", kind]));
    let output = scratch.run(&mut command);
    if output.status.success() {
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    } else {
        "-".to_owned()
    }
}
