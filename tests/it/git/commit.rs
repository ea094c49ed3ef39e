//! A commit is HEAD and the changes alone: what the user has staged or unstaged is neither committed nor changed.
use super::{State, TEN, bump, bumped, change, commit, new, opened, scratch};
use release_guard::edit::FileChange;
use release_guard::git::{GitError, NewCommit};

#[test]
fn the_user_s_work_is_neither_committed_nor_changed() {
    // What is staged and what is in the working tree before and after, where the commit changes line five.
    let edited = |line: &str, text: &str| text.replace(line, "MINE");
    for (staged, work) in [
        (TEN.to_owned(), TEN.to_owned()),
        (edited("one", TEN), edited("one", TEN)),
        (TEN.to_owned(), edited("ten", TEN)),
        // Beside the line that is changed.
        (TEN.to_owned(), edited("six", &edited("four", TEN))),
        (edited("one", TEN), edited("ten", &edited("one", TEN))),
        (edited("one", TEN), TEN.to_owned()),
    ] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n"), ("c", "")]);
        scratch.write("a.txt", &staged);
        scratch.write("b.txt", "b staged\n");
        scratch.write("fresh.txt", "staged\n");
        scratch.git(&["add", "-A"]);
        scratch.git(&["rm", "-q", "c"]);
        scratch.write("a.txt", &work);
        scratch.write("b.txt", "b unstaged\n");
        scratch.write("new.txt", "untracked\n");

        assert_eq!(repository.cannot_advance(&bump()).unwrap(), Vec::new());
        let made = commit(&repository, &new(&head, &bump())).unwrap();

        assert_eq!(repository.head().unwrap(), Some(made));
        assert_eq!(scratch.git(&["rev-parse", "main^"]), head.as_str());
        let committed = ["diff", "--name-status", "HEAD^", "HEAD"];
        assert_eq!(scratch.git(&committed), "M\ta.txt");
        assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), bumped(TEN).trim_end());
        assert_eq!(scratch.read("a.txt"), bumped(&work));
        assert_eq!(scratch.git(&["show", ":a.txt"]), bumped(&staged).trim_end());
        assert_eq!(scratch.git(&["show", ":b.txt"]), "b staged");
        assert_eq!(scratch.read("b.txt"), "b unstaged\n");
        assert_eq!(scratch.read("new.txt"), "untracked\n");
        assert_eq!(
            scratch.git(&[
                "status",
                "--porcelain",
                "b.txt",
                "c",
                "fresh.txt",
                "new.txt"
            ]),
            "MM b.txt\nD  c\nA  fresh.txt\n?? new.txt"
        );
    }
}

#[test]
fn message_author_modes_and_new_files_are_as_they_are_meant() {
    let (scratch, repository, _) = scratch(&[("run.sh", "#!/bin/sh\n# 1\n")]);
    scratch.git(&["add", "--chmod=+x", "run.sh"]);
    scratch.git(&["commit", "-qm", "executable"]);
    scratch.git(&["checkout", "-q", "run.sh"]);
    scratch.git(&["config", "commit.cleanup", "strip"]);
    let (_, head) = opened(&scratch.root());
    let changes = [
        change("run.sh", "#!/bin/sh\n# 1\n", "#!/bin/sh\n# 2\r\n"),
        change("sub/fresh", "", "new\n"),
    ];
    let new = NewCommit {
        message: "bump 1 → 2\n\n# no comment\n\n\nend",
        args: &["--author=B. Bee <bee@example.com>".to_owned()],
        ..new(&head, &changes)
    };
    commit(&repository, &new).unwrap();
    let shown = ["log", "-1", "--format=%an <%ae>, %cn%n%B"];
    assert_eq!(
        scratch.git(&shown),
        "B. Bee <bee@example.com>, A. Author\nbump 1 → 2\n\n# no comment\n\n\nend"
    );
    assert!(
        scratch
            .git(&["ls-tree", "HEAD", "run.sh"])
            .starts_with("100755 ")
    );
    assert!(
        scratch
            .git(&["ls-tree", "HEAD", "sub/fresh"])
            .starts_with("100644 ")
    );
    assert_eq!(scratch.read("run.sh"), "#!/bin/sh\n# 2\r\n");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_change_of_a_link_changes_the_file_it_leads_to() {
    let (scratch, repository, _) = scratch(&[("src/VERSION", "1\n")]);
    std::os::unix::fs::symlink("src/VERSION", scratch.root().join("VERSION")).unwrap();
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "link"]);
    let (_, head) = opened(&scratch.root());
    let twice = |other: &str| {
        [
            change("VERSION", "1\n", "2\n"),
            change("src/VERSION", "1\n", other),
        ]
    };
    let error = commit(&repository, &new(&head, &twice("3\n"))).unwrap_err();
    assert!(matches!(error, GitError::NotAFile(_)), "{error}");
    commit(&repository, &new(&head, &twice("2\n"))).unwrap();
    let committed = ["diff", "--name-only", "HEAD^", "HEAD"];
    assert_eq!(scratch.git(&committed), "src/VERSION");
    assert!(scratch.root().join("VERSION").is_symlink());
    assert_eq!(scratch.read("VERSION"), "2\n");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_cannot_be_committed_is_said_and_changes_nothing() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let said = |changes: &[FileChange]| {
        commit(&repository, &new(&head, changes))
            .unwrap_err()
            .to_string()
    };
    let before = State::of(&scratch);
    let short = head.short();
    assert_eq!(
        said(&[change("a.txt", "other\n", "x\n")]),
        format!("`a.txt` in commit {short} is not what the change was made for")
    );
    assert_eq!(
        said(&[]),
        format!("there is nothing to commit: every file is as it is in commit {short}")
    );
    assert_eq!(State::of(&scratch), before);

    scratch.git(&["commit", "-q", "--allow-empty", "-m", "other"]);
    let (_, other) = opened(&scratch.root());
    assert_eq!(
        said(&bump()),
        format!(
            "commit {short} is to be built upon, but commit {} is checked out now",
            other.short()
        )
    );
    scratch.write(".git/MERGE_HEAD", format!("{head}\n"));
    assert_eq!(
        commit(&repository, &new(&other, &bump()))
            .unwrap_err()
            .to_string(),
        "a merge is not finished; finish it with `git merge --continue` or drop it with `git merge --abort`"
    );
    std::fs::remove_file(scratch.root().join(".git/MERGE_HEAD")).unwrap();
    assert_eq!(scratch.read("a.txt"), TEN);
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_squashed_merge_that_waits_to_be_committed_keeps_its_message() {
    let (scratch, repository, _) = scratch(&[("a.txt", TEN), ("b.txt", "1\n")]);
    scratch.git(&["switch", "-qc", "topic"]);
    scratch.write("b.txt", "2\n");
    scratch.git(&["commit", "-qam", "the topic"]);
    scratch.git(&["switch", "-q", "main"]);
    scratch.git(&["merge", "-q", "--squash", "topic"]);
    let message = scratch.read(".git/SQUASH_MSG");
    let (_, head) = opened(&scratch.root());
    commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(scratch.git(&["status", "--porcelain"]), "M  b.txt");
    assert_eq!(scratch.read(".git/SQUASH_MSG"), message);
}
