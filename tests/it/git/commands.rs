//! Commands that run before the commit, on files that are already as they are to be, with the draft as their index.
use super::{State, TEN, bump, bumped, change, new, scratch};
use crate::support::{Scratch, text};
use release_guard::git::{Draft, GitError, Oid, Repository};
use std::process::Command;

/// Commits with a shell command before it, which sees the draft's index.
fn with(
    scratch: &Scratch,
    repository: &Repository,
    head: &Oid,
    command: &str,
) -> Result<Oid, GitError> {
    let within = |draft: &Draft<'_>| {
        let mut sh = Command::new("sh");
        let sh = sh.args(["-ec", command]);
        let output = scratch.run(sh.env("GIT_INDEX_FILE", draft.index()));
        assert!(output.status.success(), "{}", text(&output));
        Ok(())
    };
    repository.commit_changes(&new(head, &bump()), within, |_| Ok(()))
}

#[test]
fn what_commands_add_is_in_the_commit_and_not_staged() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("uv.lock", "1\n"), ("b", "b\n")]);
    scratch.write("b", "mine\n");
    scratch.git(&["add", "b"]);
    with(
        &scratch,
        &repository,
        &head,
        "grep -q 'version = 2' a.txt
         test \"$(git diff --cached --name-only)\" = a.txt
         echo 2 > uv.lock; echo new > extra; echo no > not-added
         git add uv.lock extra",
    )
    .unwrap();
    assert_eq!(
        scratch.git(&["diff", "--name-status", "HEAD^", "HEAD"]),
        "M\ta.txt\nA\textra\nM\tuv.lock"
    );
    let status = scratch.git(&["status", "--porcelain"]);
    assert_eq!(status, "M  b\n?? not-added");
}

#[test]
fn what_commands_do_to_the_files_is_committed_without_the_users_own_edits() {
    let mine = TEN.replace("ten", "MINE");
    let formatted = |text: &str| bumped(text).replace("one", "ONE");
    for add in ["", "git add a.txt", "git add -u"] {
        for (staged, work) in [(TEN, TEN), (TEN, &*mine), (&*mine, &*mine)] {
            let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
            scratch.write("a.txt", staged);
            scratch.git(&["add", "a.txt"]);
            scratch.write("a.txt", work);
            let command = format!("sed -i s/one/ONE/ a.txt; {add}");
            with(&scratch, &repository, &head, &command).unwrap();
            let shown = |revision: &str| scratch.git(&["show", revision]) + "\n";
            assert_eq!(shown("HEAD:a.txt"), formatted(TEN), "{add}");
            assert_eq!(shown(":a.txt"), formatted(staged), "{add}");
            assert_eq!(scratch.read("a.txt"), formatted(work), "{add}");
        }
    }
}

#[test]
fn edits_that_a_command_only_adds_stay_the_users() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    scratch.write("a.txt", TEN.replace("ten", "MINE"));
    with(&scratch, &repository, &head, "git add a.txt").unwrap();
    assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), bumped(TEN).trim_end());
    assert_eq!(scratch.git(&["status", "--porcelain"]), " M a.txt");
}

#[test]
fn what_a_command_stages_of_its_own_is_committed_as_it_is() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let command = "object=$(echo other | git hash-object -w --stdin)
        git update-index --cacheinfo 100755,$object,a.txt";
    with(&scratch, &repository, &head, command).unwrap();
    assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), "other");
    assert_eq!(scratch.read("a.txt"), bumped(TEN));
}

#[test]
fn commands_and_the_user_in_the_same_lines_are_refused() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    scratch.write("a.txt", TEN.replace("one", "my one"));
    let before = State::of(&scratch);
    let error = with(&scratch, &repository, &head, "sed -i s/one/ONE/ a.txt").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the commands that run before the commit changed lines of `a.txt` that hold your own changes; commit or stash them first"
    );
    assert_eq!(State::of(&scratch), before);
}

#[test]
fn line_ends_of_what_commands_do_are_those_git_records() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), (".gitattributes", "* text\n")]);
    scratch.git(&["config", "core.eol", "crlf"]);
    std::fs::remove_file(scratch.root().join("a.txt")).unwrap();
    scratch.git(&["checkout", "-q", "a.txt"]);
    scratch.write("a.txt", scratch.read("a.txt").replace("ten", "MINE"));
    with(&scratch, &repository, &head, "sed -i s/one/ONE/ a.txt").unwrap();
    let formatted = bumped(TEN).replace("one", "ONE");
    let blob = scratch.git(&["cat-file", "blob", "HEAD:a.txt"]);
    assert_eq!(blob, formatted.trim_end());
    let on_disk = formatted.replace("ten", "MINE").replace('\n', "\r\n");
    assert_eq!(scratch.read("a.txt"), on_disk);
}

#[test]
fn a_commit_may_be_what_commands_add_alone() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    let within = |draft: &Draft<'_>| {
        scratch.write("extra", "new\n");
        let mut git = Command::new("git");
        scratch.run(
            git.args(["add", "extra"])
                .env("GIT_INDEX_FILE", draft.index()),
        );
        Ok::<_, GitError>(())
    };
    let same = [change("a.txt", TEN, TEN)];
    repository
        .commit_changes(&new(&head, &same), within, |_| Ok(()))
        .unwrap();
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    assert_eq!(
        scratch.git(&["diff", "--name-only", "HEAD^", "HEAD"]),
        "extra"
    );
}
