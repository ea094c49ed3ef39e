//! Files of a few names in very large trees, of which git's index tells the folders that have none.
use crate::support::Scratch;
use release_guard::git::{EntryKind, Next, Repository, Snapshot};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::rc::Rc;

static NAMES: [&[&str]; 1] = [&["pyproject.toml"]];

/// Stages 20 folders of 1,000 files each without writing them, two of which have a project further down, and commits.
fn large(scratch: &Scratch) {
    scratch.git(&["init", "-q", "-b", "main"]);
    scratch.write("x", "x\n");
    let blob = scratch.git(&["hash-object", "-w", "x"]);
    let mut lines = String::new();
    for folder in 0..20 {
        for file in 0..1_000 {
            lines.push_str(&format!("100644 {blob}\td{folder}/sub/{file}.txt\n"));
        }
    }
    lines.push_str(&format!("100644 {blob}\td3/sub/pyproject.toml\n"));
    lines.push_str(&format!("100644 {blob}\td7/pyproject.toml\n"));
    let mut command = Command::new("git");
    scratch.scrub(command.args(["update-index", "--add", "--index-info"]));
    let mut running = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, lines.as_bytes()).unwrap();
    drop(stdin);
    assert!(running.wait().unwrap().success());
    scratch.git(&["commit", "-qm", "large"]);
}

/// The projects of HEAD, and how many folders were looked at to find them.
fn found(scratch: &Scratch) -> (BTreeSet<String>, usize) {
    let repository = Rc::new(Repository::open(&scratch.root()).unwrap());
    let head = Snapshot::commit(repository, "HEAD").unwrap();
    let (mut projects, mut folders) = (BTreeSet::new(), 0);
    let mut visit = |entry: release_guard::git::Entry<'_>| {
        match entry.kind {
            EntryKind::Folder => folders += 1,
            _ => drop(projects.insert(entry.path.to_string())),
        }
        Next::Into
    };
    head.walk_named(&NAMES, &mut visit).unwrap();
    (projects, folders)
}

#[test]
fn an_index_of_any_kind_hides_no_file_of_a_commit() {
    let projects: BTreeSet<String> = ["d3/sub/pyproject.toml", "d7/pyproject.toml"]
        .map(str::to_owned)
        .into();
    let scratch = Scratch::new();
    large(&scratch);
    // 20 folders at the top, and those below of the two that hold a project.
    assert_eq!(found(&scratch), (projects.clone(), 22));
    for (what, steps) in [
        (
            "version 4",
            &[&["update-index", "--index-version=4"][..]][..],
        ),
        ("a file is announced", &[&["add", "-N", "x"]]),
        ("version 3", &[&["update-index", "--index-version=2"]]),
        (
            "a file is skipped",
            &[&["update-index", "--skip-worktree", "d1/sub/1.txt"]],
        ),
        (
            "what is committed is no more staged",
            &[&["rm", "-q", "--cached", "d3/sub/pyproject.toml"]],
        ),
        ("it is in two files", &[&["update-index", "--split-index"]]),
        (
            "it is in one again",
            &[&["update-index", "--no-split-index"]],
        ),
        ("nothing is staged", &[&["read-tree", "--empty"]]),
        ("a tree is read", &[&["read-tree", "HEAD"]]),
    ] {
        for step in steps {
            scratch.git(step);
        }
        assert_eq!(found(&scratch).0, projects, "{what}");
    }
    assert_eq!(found(&scratch).1, 22);
    let index = scratch.root().join(".git/index");
    let whole = std::fs::read(&index).unwrap();
    for length in (0..whole.len()).step_by(whole.len() / 40) {
        std::fs::write(&index, &whole[..length]).unwrap();
        assert_eq!(found(&scratch).0, projects, "{length} bytes");
    }
}
