//! The repository's own hooks run, see what is committed, and may add to it.
use super::{State, TEN, bump, bumped, commit, hook, new, scratch};
use release_guard::git::NewCommit;

const HOOKS: [&str; 4] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
];

#[test]
fn every_hook_runs_and_sees_what_is_committed() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
    scratch.write("b.txt", "staged\n");
    scratch.git(&["add", "b.txt"]);
    for name in HOOKS {
        let line = format!("echo {name} $BUMP: $(git diff --cached --name-only) >> .git/log");
        hook(&scratch, name, &line);
    }
    hook(
        &scratch,
        "commit-msg",
        "echo commit-msg $BUMP: $(git show :a.txt | grep version) >> .git/log\necho 'Change-Id: 1' >> \"$1\"",
    );
    let changes = bump();
    let new = NewCommit {
        env: &[("BUMP".into(), "to 2".into())],
        message: "bump\n\nbody\n",
        ..new(&head, &changes)
    };
    commit(&repository, &new).unwrap();
    assert_eq!(
        scratch.read(".git/log"),
        "pre-commit to 2: a.txt\nprepare-commit-msg to 2: a.txt\ncommit-msg to 2: version = 2\npost-commit to 2:\n"
    );
    let message = scratch.git(&["log", "-1", "--format=%B"]);
    assert_eq!(message, "bump\n\nbody\nChange-Id: 1");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "M  b.txt");
}

#[test]
fn hooks_are_left_out_when_the_arguments_say_so() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    for name in ["pre-commit", "commit-msg"] {
        hook(&scratch, name, "exit 1");
    }
    let args = ["--no-verify".to_owned()];
    let changes = bump();
    let new = NewCommit {
        args: &args,
        ..new(&head, &changes)
    };
    commit(&repository, &new).unwrap();
    assert_eq!(scratch.git(&["show", "HEAD:a.txt"]), bumped(TEN).trim_end());
}

#[test]
fn nothing_waits_for_an_editor() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
    scratch.git(&["config", "core.editor", "sleep 1000; false"]);
    hook(
        &scratch,
        "prepare-commit-msg",
        "$(git var GIT_EDITOR) \"$1\"",
    );
    let args = ["--edit".to_owned()];
    let changes = bump();
    let new = NewCommit {
        args: &args,
        ..new(&head, &changes)
    };
    commit(&repository, &new).unwrap();
}

#[test]
fn what_a_hook_adds_is_in_the_commit_and_nothing_is_left_to_do() {
    let files = [("a.txt", TEN), ("docs/version", "1\n"), ("gone", "")];
    let (scratch, repository, head) = scratch(&files);
    scratch.write("mine.txt", "mine\n");
    scratch.git(&["add", "mine.txt"]);
    hook(
        &scratch,
        "pre-commit",
        "echo extra > extra.txt; echo 2 > docs/version; git add extra.txt docs/version; git rm -q gone",
    );
    commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(
        scratch.git(&["diff", "--name-status", "HEAD^", "HEAD"]),
        "M\ta.txt\nM\tdocs/version\nA\textra.txt\nD\tgone"
    );
    assert_eq!(scratch.git(&["status", "--porcelain"]), "A  mine.txt");
}

#[test]
fn what_a_hook_adds_goes_beside_what_the_user_staged_there() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", TEN)]);
    let mine = TEN.replace("ten", "MINE");
    scratch.write("b.txt", &mine);
    scratch.git(&["add", "b.txt"]);
    // As a hook works that puts away what is not in the commit.
    hook(
        &scratch,
        "pre-commit",
        "git show :b.txt | sed 's/version = 1/version = 2/' > .git/b
         object=$(git hash-object -w .git/b)
         git update-index --cacheinfo 100644,$object,b.txt
         sed 's/version = 1/version = 2/' b.txt > .git/b && cat .git/b > b.txt",
    );
    commit(&repository, &new(&head, &bump())).unwrap();
    assert_eq!(scratch.git(&["show", "HEAD:b.txt"]), bumped(TEN).trim_end());
    assert_eq!(scratch.git(&["show", ":b.txt"]), bumped(&mine).trim_end());
    assert_eq!(scratch.git(&["status", "--porcelain"]), "M  b.txt");
}

#[test]
fn a_hook_that_formats_what_is_staged_formats_the_users_files_too() {
    let mine = TEN.replace("ten", "MINE");
    // With unfinished work in the file, and without.
    for work in [TEN, &mine] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN)]);
        scratch.write("a.txt", work);
        // pre-commit and lint-staged do it so: unstaged work is put away, and comes back afterwards.
        hook(
            &scratch,
            "pre-commit",
            "git diff --binary > .git/patch
             git checkout -q -- .
             sed -i 's/one/ONE/' a.txt
             git add a.txt
             test ! -s .git/patch || git apply .git/patch",
        );
        commit(&repository, &new(&head, &bump())).unwrap();
        let formatted = |text: &str| bumped(text).replace("one", "ONE");
        assert_eq!(
            scratch.git(&["show", "HEAD:a.txt"]),
            formatted(TEN).trim_end()
        );
        assert_eq!(scratch.git(&["show", ":a.txt"]), formatted(TEN).trim_end());
        assert_eq!(scratch.read("a.txt"), formatted(work));
    }
}

#[test]
fn a_hook_or_an_option_that_adds_the_user_s_work_is_refused() {
    let mine = TEN.replace("ten", "MINE");
    let no_args: &[&str] = &[];
    for (path, text, body, args) in [
        ("a.txt", &*mine, "git add -u", no_args),
        (
            "a.txt",
            &mine,
            "sed -i s/one/ONE/ a.txt; git add -u",
            no_args,
        ),
        ("b.txt", "unfinished\n", "git add -u", no_args),
        ("b.txt", "unfinished\n", ":", &["-a"]),
        ("staged.txt", "new\n", "git add -A", no_args),
    ] {
        let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
        scratch.write(path, text);
        if path == "staged.txt" {
            scratch.git(&["add", path]);
        }
        hook(&scratch, "pre-commit", body);
        let before = State::of(&scratch);
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let changes = bump();
        let new = NewCommit {
            args: &args,
            ..new(&head, &changes)
        };
        let error = commit(&repository, &new).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "a hook or an option of `git commit` put your own changes to `{path}` into the commit, which was taken back; commit or stash them first"
            )
        );
        assert_eq!(State::of(&scratch), before);
    }
}

#[test]
fn a_commit_of_other_files_than_those_that_are_meant_is_taken_back() {
    let (scratch, repository, head) = scratch(&[("a.txt", TEN), ("b.txt", "b\n")]);
    let before = State::of(&scratch);
    scratch.write("b.txt", "mine\n");
    let args = ["--only".to_owned(), "b.txt".to_owned()];
    let changes = bump();
    let new = NewCommit {
        args: &args,
        ..new(&head, &changes)
    };
    assert_eq!(
        commit(&repository, &new).unwrap_err().to_string(),
        "`a.txt` did not get into the commit as it was staged for it; the commit was taken back"
    );
    assert_eq!(scratch.read("b.txt"), "mine\n");
    scratch.write("b.txt", "b\n");
    assert_eq!(State::of(&scratch), before);
}
