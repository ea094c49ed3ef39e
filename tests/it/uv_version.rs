//! The kinds of `publish bump` beside `uv version --bump`: every start, every kind that both have.
use crate::support::{Scratch, tool, tools};
use release_guard::bump::{Kind, next};
use release_guard::version::Version;
use std::process::Command;
use std::thread::{available_parallelism, scope};

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

/// What uv answers and we refuse or answer otherwise, and why.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[];

/// The one place that asks for the next version.
fn ours(from: &str, kind: &str) -> Option<String> {
    let from: Version = from.parse().unwrap();
    let kind: Kind = kind.parse().unwrap();
    next(&from, &kind, release_guard::bump::Counting::default())
        .ok()
        .map(|version| version.to_string())
}

#[test]
fn show() {
    tools();
    let scratch = Scratch::new();
    let wrong: Vec<String> = pairs()
        .iter()
        .filter_map(|(from, kind, uv)| {
            let theirs = theirs(&scratch, from, uv);
            let ours = ours(from, kind);
            (theirs != ours).then(|| format!("{from} {kind}: uv {theirs:?}, ours {ours:?}"))
        })
        .collect();
    panic!("{}", wrong.join("\n"));
}

fn pairs() -> Vec<(&'static str, &'static str, &'static [&'static str])> {
    let mut all = Vec::new();
    for from in STARTS {
        for (kind, uv) in KINDS {
            all.push((*from, *kind, *uv));
        }
    }
    all
}

fn theirs(scratch: &Scratch, from: &str, kinds: &[&str]) -> Option<String> {
    let folder = format!("from-{from}");
    scratch.write(
        &format!("{folder}/pyproject.toml"),
        format!("[project]\nname = \"acme\"\nversion = \"{from}\"\n"),
    );
    let bumps = kinds.iter().flat_map(|kind| ["--bump", kind]);
    let output = scratch.run(
        Command::new(tool("uv"))
            .args([
                "version",
                "--short",
                "--dry-run",
                "--frozen",
                "--offline",
                "--project",
                &folder,
            ])
            .args(bumps),
    );
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
}
