//! What pushing `v1.2.4` and `main` starts, by workflows as projects write them.
//!
//! A case is its files, each behind a line `=== PATH`, and the whole of what is said of them.
use release_guard::git::Snapshot;
use release_guard::workflows::{Pushed, started};

mod flows;
mod github;
mod gitlab;
mod own;

/// What is said of these files.
fn said(files: &str) -> String {
    let files: Vec<(&str, &str)> = files
        .split("=== ")
        .skip(1)
        .map(|file| file.split_once('\n').unwrap())
        .collect();
    let pushed = Pushed {
        tag: "v1.2.4",
        branch: Some("main"),
    };
    let started = started(&Snapshot::memory(files), pushed).unwrap();
    let mut lines = started.lines("v1.2.4");
    let notes = started.notes("v1.2.4", 1, false);
    lines.extend(notes.into_iter().map(|note| format!("note: {note}")));
    lines.join("\n")
}

fn check(cases: &[(&str, &str)]) {
    let said = cases
        .iter()
        .map(|(files, expected)| (said(files), files, expected));
    let wrong: Vec<String> = said
        .filter(|(said, _, expected)| said != **expected)
        .map(|(said, files, expected)| format!("{files}says:\n{said}\nand not:\n{expected}\n"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn more_than_three_tags_and_a_token_that_starts_nothing_are_noted() {
    let file = "on: push\njobs: {up: {steps: [{run: uv publish}]}}\n";
    let tree = Snapshot::memory([(".github/workflows/a.yml", file)]);
    let pushed = Pushed {
        tag: "v1.2.4",
        branch: None,
    };
    let started = started(&tree, pushed).unwrap();
    assert_eq!(
        started.notes("v1.2.4", 4, true),
        [
            "this is GitHub Actions: what is pushed with its `GITHUB_TOKEN` starts no workflow; start it after the push by `gh workflow run a.yml --ref v1.2.4`",
            "4 tags are pushed at once, and GitHub starts nothing for more than 3; push them in parts",
        ]
    );
}
