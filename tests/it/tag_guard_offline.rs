//! A hook leaves nothing behind and goes nowhere: no file of the clone changes, and no network is needed or asked for.
use crate::hooks::checkout::Checkout;
use crate::support::{Scratch, program, text};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const PROJECT: &[(&str, &str)] = &[
    (
        "pyproject.toml",
        "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n",
    ),
    (
        "CHANGELOG.md",
        "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n### Added\n\n- All of it\n",
    ),
];

#[test]
fn a_dry_run_changes_no_file_of_the_clone() {
    for (tag, expected) in [("v1.2.3", 0), ("v9.9.9", 1)] {
        let clone = Checkout::of(Scratch::with_commit(PROJECT).with_remote());
        assert_eq!(clone.tag_guard(&["install"]).0, 0);
        clone.scratch.git(&["tag", "-am", "m", tag]);
        // Git itself writes nothing for a dry run, neither refs nor logs nor the index; so nothing at all is left out.
        let remote = clone.scratch.beside("remote.git");
        let before = [clone.everything(), Checkout::below(&remote)];
        let (status, said) = clone.git(&["push", "--dry-run", "origin", "main", tag]);
        assert_eq!(status, expected, "{said}");
        let after = [clone.everything(), Checkout::below(&remote)];
        for (before, after) in before.iter().zip(&after) {
            let changed: Vec<&PathBuf> = after
                .iter()
                .filter(|(path, holds)| before.get(*path) != Some(*holds))
                .map(|(path, _)| path)
                .collect();
            assert!(
                changed.is_empty() && before.len() == after.len(),
                "{changed:?}"
            );
        }
    }
}

/// What hooks run: the program, its arguments, and what it gets on stdin.
type Hook<'h> = (&'static str, &'h [&'h str], String);

/// A project with something staged, a message and a distribution, whose remote is far away.
fn far_away() -> Scratch {
    let scratch = Scratch::with_commit(PROJECT);
    scratch.git(&["remote", "add", "origin", "https://example.com/pkg.git"]);
    scratch.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    scratch.git(&["tag", "v1.2.3"]);
    scratch.write("src/pkg/__init__.py", "");
    scratch.git(&["add", "-A"]);
    scratch.write("message", "Adds the package\n");
    let name = "demo-1.0.0-py3-none-any.whl";
    let wheel = release_guard::validate_dist::sample::sample(name, &[]);
    scratch.write(&format!("dist/{name}"), wheel);
    scratch
}

fn run(scratch: &Scratch, before: &[&str], (name, args, stdin): &Hook<'_>) -> Output {
    let path = program(name);
    let words: Vec<&str> = before
        .iter()
        .copied()
        .chain([path.to_str().unwrap()])
        .chain(args.iter().copied())
        .collect();
    let mut command = Command::new(words[0]);
    scratch.scrub(command.args(&words[1..]));
    let lines = scratch.beside("lines");
    std::fs::write(&lines, stdin).unwrap();
    let stdin = std::fs::File::open(lines).unwrap();
    command.stdin(Stdio::from(stdin)).output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn hooks_say_the_same_where_there_is_no_network() {
    let scratch = far_away();
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let zero = "0".repeat(40);
    let pushed = format!("refs/tags/v1.2.3 {head} refs/tags/v1.2.3 {zero}\n");
    let moved = format!("refs/tags/v1.2.2 {head} refs/tags/v1.2.2 {zero}\n");
    let url = "https://example.com/pkg.git";
    let hooks: &[Hook<'_>] = &[
        ("tag-guard", &["pre-push", "origin", url], pushed.clone()),
        ("tag-guard", &["pre-push", "origin", url], moved),
        ("tag-guard", &["pre-push", url, url], pushed.clone()),
        ("check-version", &["--staged"], String::new()),
        ("changelog-guard", &["lint"], String::new()),
        ("changelog-guard", &["commit-msg", "message"], String::new()),
        ("changelog-guard", &["pre-push"], pushed),
        ("validate-dist", &["dist"], String::new()),
    ];
    // A namespace of its own, in which not even the loopback is up.
    let alone = ["unshare", "--map-root-user", "--net"];
    let probe = Command::new(alone[0])
        .args(&alone[1..])
        .arg("true")
        .output();
    assert!(
        probe.as_ref().is_ok_and(|output| output.status.success()),
        "this test needs `unshare --map-root-user --net`, which makes a namespace without a network: {probe:?}"
    );
    let is_there = |name: &str| Command::new(name).arg("-V").output().is_ok();
    for hook in hooks {
        let (name, args, _) = hook;
        let near = run(&scratch, &[], hook);
        let far = run(&scratch, &alone, hook);
        assert!(
            matches!(near.status.code(), Some(0 | 1)),
            "{name} {args:?}: {}",
            text(&near)
        );
        assert_eq!(
            far.status.code(),
            near.status.code(),
            "{name} {args:?}: {}",
            text(&far)
        );
        assert_eq!(text(&far), text(&near), "{name} {args:?}");
        // Not even tried, as far as it can be seen here.
        if is_there("strace") {
            let trace = scratch.beside("trace");
            let strace = [
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=network",
                "-e",
                "signal=none",
                "-o",
            ];
            run(
                &scratch,
                &[&strace[..], &[trace.to_str().unwrap()]].concat(),
                hook,
            );
            let calls = std::fs::read_to_string(trace).unwrap();
            // Threads and processes talk through pairs, which lead nowhere else.
            let calls: Vec<&str> = calls
                .lines()
                .filter(|line| !line.contains("socketpair(") && line.contains('('))
                .collect();
            assert!(calls.is_empty(), "{name} {args:?}: {calls:?}");
        }
    }
}
