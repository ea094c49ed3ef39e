//! A bump that is killed at any write, flush, removal or start of git leaves every file old or new, and is finished by the
//! same command.
use crate::support::{Scratch, killer, program};
use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

const PROJECT: &str = r#"[project]
name = "acme"
version = "1.2.3"

[tool.bumpversion]
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "README.md"

[[tool.bumpversion.files]]
filename = "docs/install.md"
"#;

fn project() -> Scratch {
    Scratch::with_commit(&[
        ("pyproject.toml", PROJECT),
        ("acme/__init__.py", "__version__ = \"1.2.3\"\n"),
        ("README.md", "acme 1.2.3\n"),
        ("docs/install.md", "pip install acme==1.2.3\n"),
    ])
}

/// Runs a bump that is killed at its `at`th point; whether it was.
fn killed(scratch: &Scratch, args: &[&str], at: usize) -> bool {
    let output = scratch.run(
        Command::new(program("publish"))
            .args(args)
            .env("LD_PRELOAD", killer())
            .env("KILL_PROGRAM", "publish")
            .env("KILL_AT", at.to_string()),
    );
    output.status.signal() == Some(9)
}

/// Files, staged changes, commits and tags.
fn state(scratch: &Scratch) -> BTreeMap<&'static str, String> {
    let mut state = BTreeMap::new();
    for file in [
        "pyproject.toml",
        "acme/__init__.py",
        "README.md",
        "docs/install.md",
    ] {
        state.insert(file, scratch.read(file));
    }
    state.insert("status", scratch.git(&["status", "--porcelain"]));
    state.insert("commits", scratch.git(&["log", "--format=%s"]));
    state.insert("tags", scratch.git(&["tag", "--list"]));
    state
}

/// Kills a bump at every point, runs it again, and returns how many points there were.
fn at_every_point(args: &[&str]) -> usize {
    let old = state(&project());
    let new = {
        let scratch = project();
        let (status, out, said) = scratch.program("publish", args);
        assert_eq!(status, 0, "{out}{said}");
        state(&scratch)
    };
    assert_ne!(old, new);
    for at in 1.. {
        let scratch = project();
        if !killed(&scratch, args, at) {
            return at - 1;
        }
        let amid = state(&scratch);
        for (what, found) in &amid {
            let is_known = [&old[what], &new[what]].contains(&found) || *what == "status";
            assert!(
                is_known,
                "killed at point {at}: {what} is neither old nor new:\n{found}"
            );
        }
        // The bump may be done, and only its note be left.
        if amid == new {
            continue;
        }
        let (status, out, said) = scratch.program("publish", args);
        assert_eq!(status, 0, "killed at point {at}: {amid:?}\n{out}{said}");
        assert_eq!(state(&scratch), new, "killed at point {at}: {amid:?}");
    }
    unreachable!("the loop ends when nothing is killed any more")
}

#[test]
fn a_bump_that_is_killed_while_it_writes_is_finished_by_the_same_command() {
    let points = at_every_point(&["bump", "patch"]);
    assert!(points > 10, "{points}");
}

#[test]
fn a_bump_that_is_killed_while_it_commits_and_tags_is_finished_by_the_same_command() {
    let points = at_every_point(&["bump", "patch", "--commit", "--tag"]);
    assert!(points > 40, "{points}");
}
