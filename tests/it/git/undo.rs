//! A commit that fails leaves everything as it was, and one that was killed is made by running it again.
use super::{State, TEN, bump, bumped, change, commit, hook, new, scratch};
use crate::support::Scratch;
use release_guard::git::{GitError, NewCommit, Oid, Repository};

/// A repository with work of every kind in progress.
fn busy() -> (Scratch, Repository, Oid) {
    let files = [("a.txt", TEN), ("b.txt", "b\n"), ("made", "old\n")];
    let (scratch, repository, head) = scratch(&files);
    scratch.write("a.txt", TEN.replace("one", "MINE"));
    scratch.write("b.txt", "staged\n");
    scratch.git(&["add", "-A"]);
    scratch.write("a.txt", TEN.replace("one", "MINE").replace("ten", "MINE"));
    scratch.write("b.txt", "unstaged\n");
    scratch.write("untracked.txt", "untracked\n");
    (scratch, repository, head)
}

/// What hooks may have done before they fail.
const DONE: &str = "echo new > made; echo extra > extra.txt; git add made extra.txt untracked.txt";

#[test]
fn a_hook_that_fails_leaves_everything_as_it_was_and_is_heard() {
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        for work in ["", DONE, "sed -i s/two/TWO/ a.txt"] {
            let (scratch, repository, head) = busy();
            hook(
                &scratch,
                name,
                &format!("{work}\necho 'the flux capacitor is empty' >&2\nexit 3"),
            );
            let before = State::of(&scratch);
            let changes = [bump(), vec![change("new/file", "", "new\n")]].concat();
            let error = commit(&repository, &new(&head, &changes)).unwrap_err();
            assert_eq!(
                error.to_string(),
                "`git commit` failed with exit status 1\n  the flux capacitor is empty"
            );
            assert_eq!(State::of(&scratch), before, "{name}: {work}");
        }
    }
}

#[test]
fn commands_that_fail_and_what_comes_after_leave_everything_as_it_was() {
    let (scratch, repository, head) = busy();
    let before = State::of(&scratch);
    let failed = || GitError::NoCommit("this".into());
    let within = |draft: &release_guard::git::Draft<'_>| {
        let mut sh = std::process::Command::new("sh");
        let sh = sh.args(["-c", DONE]).env("GIT_INDEX_FILE", draft.index());
        assert!(scratch.run(sh).status.success());
        Err(failed())
    };
    let error = repository
        .commit_changes(&new(&head, &bump()), within, |_| Ok(()))
        .unwrap_err();
    assert_eq!(error.to_string(), failed().to_string());
    assert_eq!(State::of(&scratch), before);

    hook(&scratch, "pre-commit", DONE);
    let after = |made: &Oid| {
        assert_eq!(repository.head().unwrap().as_ref(), Some(made));
        Err(failed())
    };
    let error = repository
        .commit_changes(&new(&head, &bump()), |_| Ok(()), after)
        .unwrap_err();
    assert_eq!(error.to_string(), failed().to_string());
    assert_eq!(State::of(&scratch), before);
}

#[test]
fn a_commit_that_does_not_build_upon_head_is_taken_back() {
    let on_top = "git commit -q --allow-empty --no-verify -m more";
    let amended = ["--amend".to_owned()];
    for (body, args) in [(on_top, &[][..]), (":", &amended)] {
        let (scratch, repository, _) = busy();
        scratch.git(&["commit", "-q", "--allow-empty", "--only", "-m", "second"]);
        let head = repository.head().unwrap().unwrap();
        hook(
            &scratch,
            "post-commit",
            &format!("test ! -e .git/once || exit 0; touch .git/once\n{body}"),
        );
        let before = State::of(&scratch);
        let changes = bump();
        let new = NewCommit {
            args,
            ..new(&head, &changes)
        };
        let error = commit(&repository, &new).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`git commit` did not build upon commit {} alone, and was taken back; a hook or an option has it do something else",
                head.short()
            )
        );
        assert_eq!(State::of(&scratch), before);
    }
}

#[test]
fn a_hook_that_amends_the_commit_makes_another_one_of_it() {
    let (scratch, repository, head) = busy();
    hook(
        &scratch,
        "post-commit",
        "test ! -e .git/once || exit 0; touch .git/once
         echo extra > extra.txt; git add extra.txt; git commit -q --amend --no-edit",
    );
    let made = commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(repository.head().unwrap(), Some(made));
    assert_eq!(
        scratch.git(&["diff", "--name-only", "HEAD^", "HEAD"]),
        "a.txt\nextra.txt"
    );
    assert_eq!(
        scratch.git(&["status", "--porcelain"]),
        "MM a.txt\nMM b.txt\n?? untracked.txt"
    );
}

#[test]
fn a_commit_that_is_killed_is_made_by_running_it_again() {
    // Before the commit, and when HEAD has moved already.
    for name in ["pre-commit", "commit-msg", "post-commit"] {
        let (scratch, repository, head) = busy();
        hook(&scratch, name, &format!("{DONE}\nkill -9 $PPID"));
        let before = State::of(&scratch);
        let error = commit(&repository, &new(&head, &bump())).unwrap_err();
        assert_eq!(error.to_string(), "`git commit` was ended by a signal");
        assert_eq!(State::of(&scratch), before, "{name}");

        std::fs::remove_file(scratch.root().join(".git/hooks").join(name)).unwrap();
        let made = commit(&repository, &new(&head, &bump())).unwrap();
        assert_eq!(repository.head().unwrap(), Some(made));
        assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), bumped(TEN).trim_end());
        assert_eq!(
            scratch.git(&["status", "--porcelain"]),
            "MM a.txt\nMM b.txt\n?? untracked.txt"
        );
    }
}

#[test]
fn what_somebody_else_commits_meanwhile_stays() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
    hook(
        &scratch,
        "pre-commit",
        "unset GIT_INDEX_FILE; git commit -q --no-verify --allow-empty --only -m theirs",
    );
    let error = commit(&repository, &new(&head, &bump())).unwrap_err();
    assert!(error.to_string().contains("cannot lock ref"), "{error}");
    assert_eq!(scratch.git(&["log", "-1", "--format=%s"]), "theirs");
    assert_eq!(scratch.read("a.txt"), TEN);
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}
