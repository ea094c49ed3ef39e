//! Commits made aside, and branches that move on under work in progress.
mod refs;

use crate::support::Scratch;
use release_guard::edit::FileChange;
use release_guard::git::{GitError, Oid, Repository};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const TEN: &str = "one\ntwo\nthree\nfour\nversion = 1\nsix\nseven\neight\nnine\nten\n";

fn scratch(files: &[(&str, &str)]) -> (Scratch, Repository, Oid) {
    let scratch = Scratch::with_commit(files);
    for (key, value) in [
        ("user.name", "A. Author"),
        ("user.email", "author@example.com"),
        ("commit.gpgSign", "false"),
        ("tag.gpgSign", "false"),
        ("core.autocrlf", "false"),
    ] {
        scratch.git(&["config", key, value]);
    }
    let repository = Repository::open(&scratch.root()).unwrap();
    let head = repository.head().unwrap().unwrap();
    (scratch, repository, head)
}

fn change(path: &str, before: &str, after: &str) -> FileChange {
    FileChange {
        path: path.into(),
        before: Arc::from(before.as_bytes()),
        after: Arc::from(after.as_bytes()),
    }
}

fn bumped(text: &str) -> String {
    text.replace("version = 1", "version = 2")
}

fn bump() -> Vec<FileChange> {
    vec![change("a.txt", TEN, &bumped(TEN))]
}

/// Every file below a folder with its bytes.
fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.insert(path.to_str().unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

#[test]
fn a_commit_made_aside_touches_nothing_but_objects() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("run.sh", "#!/bin/sh\n# 1\n")]);
    scratch.git(&["update-index", "--chmod=+x", "run.sh"]);
    scratch.git(&["commit", "-q", "--no-verify", "-m", "executable"]);
    let parent = repository.head().unwrap().unwrap();
    scratch.write("a.txt", "staged\n");
    scratch.git(&["add", "a.txt"]);
    scratch.write("a.txt", "unstaged\n");
    scratch.write("new.txt", "untracked\n");
    let status = scratch.git(&["status", "--porcelain"]);
    let index = std::fs::read(scratch.root().join(".git/index")).unwrap();

    let changes = [
        change("a.txt", TEN, &bumped(TEN)),
        change("run.sh", "#!/bin/sh\n# 1\n", "#!/bin/sh\n# 2\r\n"),
        change("sub/fresh", "", "new\n"),
    ];
    let commit = repository
        .commit_aside(&parent, &changes, "bump\n\nbody")
        .unwrap();

    assert_eq!(scratch.git(&["status", "--porcelain"]), status);
    assert_eq!(
        std::fs::read(scratch.root().join(".git/index")).unwrap(),
        index
    );
    assert_eq!(repository.head().unwrap(), Some(parent.clone()));
    let commit = commit.as_str();
    assert_eq!(
        scratch.git(&["rev-parse", &format!("{commit}^")]),
        parent.as_str()
    );
    assert_eq!(
        scratch.git(&["log", "-1", "--format=%B", commit]),
        "bump\n\nbody"
    );
    assert_eq!(
        scratch.git(&["diff-tree", "-r", "--name-status", parent.as_str(), commit]),
        "M\ta.txt\nM\trun.sh\nA\tsub/fresh"
    );
    let listed = scratch.git(&["ls-tree", commit, "run.sh"]);
    assert!(listed.starts_with("100755 "), "{listed}");
    assert_eq!(
        scratch.git(&["show", &format!("{commit}:run.sh")]),
        "#!/bin/sh\n# 2"
    );
    let error = repository
        .commit_aside(&head, &[change("a.txt", "other\n", "x\n")], "m")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "`a.txt` in commit {} is not what the change was made for",
            head.short()
        )
    );
}

#[test]
fn a_change_of_a_link_changes_the_file_it_leads_to() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q", "-b", "main"]);
    scratch.git(&["config", "user.name", "A"]);
    scratch.git(&["config", "user.email", "a@example.com"]);
    scratch.write("src/VERSION", "1\n");
    std::os::unix::fs::symlink("src/VERSION", scratch.root().join("VERSION")).unwrap();
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "start"]);
    let repository = Repository::open(&scratch.root()).unwrap();
    let head = repository.head().unwrap().unwrap();
    let changes = [
        change("VERSION", "1\n", "2\n"),
        change("src/VERSION", "1\n", "2\n"),
    ];
    let commit = repository.commit_aside(&head, &changes, "bump").unwrap();
    assert_eq!(
        scratch.git(&["diff", "--name-only", head.as_str(), commit.as_str()]),
        "src/VERSION"
    );
    let twice = [
        change("VERSION", "1\n", "2\n"),
        change("src/VERSION", "1\n", "3\n"),
    ];
    assert!(matches!(
        repository.commit_aside(&head, &twice, "bump"),
        Err(GitError::NotAFile(_))
    ));
}

#[test]
fn a_branch_moves_on_and_the_users_work_stays() {
    // What is staged and what is in the working tree before and after, where the commit changes line five.
    let edited = |line: &str, text: &str| text.replace(line, "MINE");
    for (staged, work) in [
        (TEN.to_owned(), TEN.to_owned()),
        (edited("one", TEN), edited("one", TEN)),
        (TEN.to_owned(), edited("ten", TEN)),
        (edited("one", TEN), edited("ten", &edited("one", TEN))),
        (edited("one", TEN), TEN.to_owned()),
    ] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
        scratch.write("a.txt", &staged);
        scratch.write("b.txt", "b staged\n");
        scratch.git(&["add", "-A"]);
        scratch.write("a.txt", &work);
        scratch.write("b.txt", "b unstaged\n");
        scratch.write("new.txt", "untracked\n");

        let commit = repository.commit_aside(&head, &bump(), "bump").unwrap();
        assert_eq!(repository.cannot_advance(&bump()).unwrap(), Vec::new());
        repository.advance("main", &head, &commit, &bump()).unwrap();

        assert_eq!(repository.head().unwrap(), Some(commit.clone()));
        assert_eq!(scratch.read("a.txt"), bumped(&work));
        assert_eq!(scratch.git(&["show", ":a.txt"]), bumped(&staged).trim_end());
        assert_eq!(scratch.git(&["show", ":b.txt"]), "b staged");
        assert_eq!(scratch.read("b.txt"), "b unstaged\n");
        assert_eq!(scratch.read("new.txt"), "untracked\n");
        // A second time, as after a kill: nothing more happens.
        repository.advance("main", &head, &commit, &bump()).unwrap();
        assert_eq!(scratch.read("a.txt"), bumped(&work));
    }
}

#[test]
fn files_are_brought_forward_without_a_commit() {
    let mine = TEN.replace("one", "MINE");
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    scratch.write("a.txt", &mine);
    assert!(!repository.is_forward(&bump()).unwrap());
    repository.bring_forward(&bump()).unwrap();
    assert!(repository.is_forward(&bump()).unwrap());
    assert_eq!(scratch.read("a.txt"), bumped(&mine));
    assert_eq!(scratch.git(&["show", ":a.txt"]), bumped(TEN).trim_end());
    assert_eq!(repository.head().unwrap(), Some(head));
}

#[test]
fn what_was_done_before_a_kill_is_done_once() {
    let mine = TEN.replace("one", "MINE");
    for (is_written, is_staged) in [(true, false), (true, true), (false, true)] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
        let commit = repository.commit_aside(&head, &bump(), "bump").unwrap();
        if is_staged {
            scratch.write("a.txt", bumped(TEN));
            scratch.git(&["add", "a.txt"]);
        }
        scratch.write(
            "a.txt",
            if is_written {
                bumped(&mine)
            } else {
                mine.clone()
            },
        );
        repository.advance("main", &head, &commit, &bump()).unwrap();
        assert_eq!(scratch.read("a.txt"), bumped(&mine));
        assert_eq!(scratch.git(&["diff", "--cached", "--name-only"]), "");
        assert_eq!(repository.head().unwrap(), Some(commit));
    }
}

#[test]
fn lines_that_collide_stop_everything_before_it_begins() {
    let mine = TEN.replace("version = 1", "version = 9");
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b1\n")]);
    scratch.write("a.txt", &mine);
    let changes = [bump(), vec![change("b.txt", "b1\n", "b2\n")]].concat();
    let commit = repository.commit_aside(&head, &changes, "bump").unwrap();
    let objects = bytes_below(&scratch.root().join(".git/objects"));
    assert_eq!(
        repository.cannot_advance(&changes).unwrap(),
        ["a.txt".into()]
    );
    assert_eq!(bytes_below(&scratch.root().join(".git/objects")), objects);
    let error = repository
        .advance("main", &head, &commit, &changes)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "your own changes to `a.txt` are in the lines that the release changes; commit or stash them first"
    );
    assert_eq!(repository.head().unwrap(), Some(head));
    assert_eq!(scratch.read("a.txt"), mine);
    assert_eq!(scratch.read("b.txt"), "b1\n");
    assert_eq!(scratch.git(&["status", "--porcelain"]), " M a.txt");
}

#[test]
fn a_branch_that_somebody_else_moved_is_left_alone() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let commit = repository.commit_aside(&head, &bump(), "bump").unwrap();
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "other"]);
    let other = repository.head().unwrap();
    assert!(repository.advance("main", &head, &commit, &bump()).is_err());
    assert_eq!(repository.head().unwrap(), other);
    assert_eq!(scratch.read("a.txt"), TEN);
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");

    scratch.git(&["branch", "aside", head.as_str()]);
    repository
        .advance("aside", &head, &commit, &bump())
        .unwrap();
    assert_eq!(scratch.git(&["rev-parse", "aside"]), commit.as_str());
    assert_eq!(scratch.read("a.txt"), TEN);
}

#[test]
fn line_ends_of_the_working_tree_stay() {
    for is_edited in [false, true] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
        scratch.git(&["config", "core.autocrlf", "true"]);
        scratch.git(&["rm", "-q", "--cached", "a.txt"]);
        let mut work = TEN.replace('\n', "\r\n");
        scratch.write("a.txt", &work);
        scratch.git(&["add", "a.txt"]);
        if is_edited {
            work = work.replace("one", "MINE");
            scratch.write("a.txt", &work);
        }
        let repository = Repository::open(repository.root()).unwrap();
        let commit = repository.commit_aside(&head, &bump(), "bump").unwrap();
        repository.advance("main", &head, &commit, &bump()).unwrap();
        assert_eq!(scratch.read("a.txt"), bumped(&work));
        let changed = scratch.git(&["diff", "--name-only"]);
        assert_eq!(changed, if is_edited { "a.txt" } else { "" });
    }
}
