//! Hooks and hooks folders that are not what one thinks of: links, folders, binaries, files that may not be run.
use super::checkout::Checkout;
use super::write_hook;
use crate::support::{program, tool};
use std::os::unix::fs::{PermissionsExt, symlink};

type SetUp = fn(&Checkout);

const KEPT: &[(&str, SetUp)] = &[
    ("not executable", |clone| {
        let hook = clone.hooks().join("pre-push");
        write_hook(&hook, "#!/bin/sh\nexit 7\n");
        std::fs::set_permissions(&hook, PermissionsExt::from_mode(0o640)).unwrap();
    }),
    ("a link", |clone| {
        write_hook(&clone.root().join("tools/push"), "#!/bin/sh\ncat >&2\n");
        symlink("../../tools/push", clone.hooks().join("pre-push")).unwrap();
    }),
    ("a link to nothing", |clone| {
        symlink("nowhere", clone.hooks().join("pre-push")).unwrap();
    }),
    ("a binary", |clone| {
        std::fs::copy("/bin/true", clone.hooks().join("pre-push")).unwrap();
    }),
    ("CRLF", |clone| {
        let text = "#!/bin/sh\r\n# x\r\n";
        write_hook(&clone.hooks().join("pre-push"), text);
        let mode = PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(clone.hooks().join("pre-push"), mode).unwrap();
    }),
    ("no folder", |clone| {
        std::fs::remove_dir_all(clone.hooks()).unwrap();
    }),
    ("a folder that is a link", |clone| {
        let folder = clone.scratch.beside("shared");
        std::fs::create_dir(&folder).unwrap();
        std::fs::remove_dir_all(clone.hooks()).unwrap();
        symlink(&folder, clone.hooks()).unwrap();
    }),
    ("an absolute path", |clone| {
        let folder = clone.scratch.beside("far/away");
        let path = folder.to_str().unwrap();
        clone.scratch.git(&["config", "core.hooksPath", path]);
    }),
    ("a path from home", |clone| {
        clone.scratch.git(&["config", "core.hooksPath", "~/hooks"]);
    }),
    ("of one worktree", |clone| {
        clone
            .scratch
            .git(&["config", "extensions.worktreeConfig", "true"]);
        let args = ["config", "--worktree", "core.hooksPath", ".git/here"];
        clone.scratch.git(&args);
    }),
];

/// What may stand where our hook goes: it stays, does what it did, and stands there again.
#[test]
fn whatever_stands_there_is_kept_and_comes_back() {
    for (name, set_up) in KEPT {
        let clone = Checkout::new();
        for sample in std::fs::read_dir(clone.hooks()).unwrap() {
            std::fs::remove_file(sample.unwrap().path()).unwrap();
        }
        set_up(&clone);
        let before = clone.listing();
        for _ in 0..2 {
            let (status, said) = clone.tag_guard(&["install", "--hook", "all"]);
            assert_eq!(status, 0, "{name}: {said}");
        }
        assert!(clone.is_guarded(), "{name}");
        assert_eq!(clone.tag_guard(&["doctor"]).0, 0, "{name}");
        assert_eq!(clone.tag_guard(&["uninstall"]).0, 0, "{name}");
        assert_eq!(clone.listing(), before, "{name}");
        assert!(!clone.scratch.beside("far").exists());
        assert!(!clone.scratch.beside("home/hooks").exists());
    }
}

const REFUSED: &[(&str, SetUp)] = &[
    (
        "`[ROOT]/.git/hooks/pre-push` is a folder where a hook belongs",
        |clone| {
            std::fs::create_dir(clone.hooks().join("pre-push")).unwrap();
        },
    ),
    (
        "`core.hooksPath` is set to `/dev/null`, which is no folder, so git runs no hooks here",
        |clone| {
            clone
                .scratch
                .git(&["config", "core.hooksPath", "/dev/null"]);
        },
    ),
    (
        "`.githooks/pre-push` is under version control, so it was left as it is",
        |clone| {
            write_hook(&clone.root().join(".githooks/pre-push"), "#!/bin/sh\n");
            clone.scratch.git(&["add", "-A"]);
            clone.scratch.git(&["commit", "-qm", "hooks"]);
            clone
                .scratch
                .git(&["config", "core.hooksPath", ".githooks"]);
        },
    ),
    (
        "`[ROOT]/.git/hooks/pre-push` was changed by hand after it was installed",
        |clone| {
            clone.tag_guard(&["install"]);
            let hook = clone.hooks().join("pre-push");
            let text = std::fs::read_to_string(&hook).unwrap();
            std::fs::write(&hook, text + "npm test\n").unwrap();
        },
    ),
];

/// What is refused with a sentence, and nothing is written.
#[test]
fn what_cannot_be_done_without_harm_is_not_done() {
    for (sentence, set_up) in REFUSED {
        let clone = Checkout::new();
        set_up(&clone);
        let before = clone.listing();
        let (status, said) = clone.tag_guard(&["install", "--hook", "all"]);
        assert_eq!(status, 2, "{said}");
        assert!(said.starts_with("error: "), "{said}");
        assert!(said.contains(sentence), "{said}");
        clone.tag_guard(&["uninstall"]);
        assert_eq!(clone.listing(), before, "{sentence}");
        assert_eq!(
            clone.tag_guard(&["doctor"]).0,
            i32::from(!sentence.contains("by hand"))
        );
    }
}

#[test]
fn into_a_folder_under_version_control_goes_a_file_that_is_not_for_it() {
    let clone = Checkout::new();
    write_hook(&clone.root().join(".githooks/commit-msg"), "#!/bin/sh\n");
    clone.scratch.git(&["add", "-A"]);
    clone.scratch.git(&["commit", "-qm", "hooks"]);
    clone.scratch.git(&["push", "-q", "origin", "main"]);
    clone
        .scratch
        .git(&["config", "core.hooksPath", ".githooks"]);
    let before = clone.listing();
    let (status, said) = clone.tag_guard(&["install"]);
    let expected = "\
installed `[ROOT]/.githooks/pre-push`
  it lies in your working tree; do not commit `.githooks/pre-push`, which names a folder of this machine
";
    assert_eq!((status, said.as_str()), (0, expected));
    assert!(clone.is_guarded());
    let changed = clone.scratch.git(&["status", "--porcelain"]);
    assert_eq!(changed, "?? .githooks/pre-push");
    clone.tag_guard(&["uninstall"]);
    assert_eq!(clone.listing(), before);
}

/// A full disk, which stops root too: no file may get longer than nothing.
#[test]
fn a_hook_that_cannot_be_written_leaves_everything_as_it_was() {
    let clone = Checkout::new();
    write_hook(&clone.hooks().join("pre-push"), "#!/bin/sh\n");
    let before = clone.listing();
    let full = "trap '' XFSZ; ulimit -f 0; exec \"$0\" install";
    let program = crate::support::program("tag-guard");
    let args = ["-c", full, program.to_str().unwrap()];
    let (status, said) = clone.run_in(&clone.root(), "sh".as_ref(), &args);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.starts_with("error: cannot change `[ROOT]/.git/hooks/pre-push"),
        "{said}"
    );
    assert_eq!(clone.listing(), before);
}

#[test]
fn a_link_of_your_own_to_our_script_is_a_guard_that_is_not_run_twice() {
    let clone = Checkout::new();
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("hooks/pre-push");
    symlink(script, clone.hooks().join("pre-push")).unwrap();
    let before = clone.listing();
    let (status, said) = clone.tag_guard(&["install"]);
    let expected = "`pre-push` is guarded by your own hook `[ROOT]/.git/hooks/pre-push` already; `tag-guard doctor` proves it\n";
    assert_eq!((status, said.as_str()), (0, expected));
    assert!(clone.is_guarded());
    clone.tag_guard(&["uninstall"]);
    assert_eq!(clone.listing(), before);
}

#[test]
fn from_a_folder_below_and_in_a_submodule_the_right_hooks_are_written() {
    let clone = Checkout::new();
    clone.scratch.write("src/x", "");
    let program = program("tag-guard");
    let (_, said) = clone.run_in(&clone.root().join("src"), &program, &["install"]);
    assert_eq!(said, "installed `[ROOT]/.git/hooks/pre-push`\n");
    let inner = Checkout::new();
    let url = inner.scratch.beside("remote.git");
    let args = [
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        url.to_str().unwrap(),
        "part",
    ];
    clone.scratch.git(&args);
    let part = clone.root().join("part");
    let (_, said) = clone.run_in(&part, &program, &["install"]);
    assert_eq!(
        said,
        "installed `[ROOT]/.git/modules/part/hooks/pre-push`\n"
    );
    assert_eq!(clone.run_in(&part, &program, &["doctor"]).0, 0);
}

#[test]
fn a_bare_repository_is_refused_with_a_sentence() {
    let clone = Checkout::new();
    let bare = clone.scratch.beside("remote.git");
    for action in ["install", "uninstall", "doctor"] {
        let (status, said) = clone.run_in(&bare, &program("tag-guard"), &[action]);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("is a bare repository"), "{said}");
    }
}

/// Frameworks and runners come and go while ours is installed; the hook that was there before all of them survives.
#[test]
fn uninstalling_works_after_a_runner_came_or_went() {
    let foreign = "#!/bin/sh\ncat >&2\n";
    for framework in ["pre-commit", "prek"] {
        // Ours beside a framework that is taken away later.
        let clone = Checkout::new();
        let hook = clone.hooks().join("pre-push");
        write_hook(&hook, foreign);
        let before = clone.listing();
        clone
            .scratch
            .write(".pre-commit-config.yaml", "repos: []\n");
        let run = |args: &[&str]| {
            let (status, said) = clone.run_in(&clone.root(), &tool(framework), args);
            assert_eq!(status, 0, "{said}");
        };
        run(&["install", "-t", "pre-push"]);
        clone.tag_guard(&["install"]);
        assert!(clone.is_guarded());
        run(&["uninstall", "-t", "pre-push"]);
        std::fs::remove_file(clone.root().join(".pre-commit-config.yaml")).unwrap();
        let (_, said) = clone.git(&["push", "--dry-run", "origin", "main"]);
        assert!(clone.is_guarded(), "{framework}: {said}");
        let (status, said) = clone.tag_guard(&["uninstall"]);
        assert_eq!(status, 0, "{said}");
        assert_eq!(clone.listing(), before, "{framework}");
    }
    // Ours under lefthook, which puts it aside and runs it no more.
    let clone = Checkout::new();
    write_hook(&clone.hooks().join("pre-push"), foreign);
    clone.tag_guard(&["install"]);
    clone.scratch.write(
        "lefthook.yml",
        "pre-push:\n  commands:\n    a:\n      run: echo a\n",
    );
    clone.run_in(&clone.root(), &tool("lefthook"), &["install"]);
    assert!(!clone.is_guarded());
    let (status, said) = clone.tag_guard(&["doctor"]);
    assert_eq!(status, 1);
    assert!(
        said.contains("lefthook has put our hook aside as"),
        "{said}"
    );
    assert_eq!(clone.tag_guard(&["install"]).0, 2);
    clone.tag_guard(&["uninstall"]);
    let old = std::fs::read_to_string(clone.hooks().join("pre-push.old"));
    assert_eq!(old.unwrap(), foreign);
    // Somebody deletes ours.
    let clone = Checkout::new();
    let hook = clone.hooks().join("pre-push");
    write_hook(&hook, foreign);
    let before = clone.listing();
    clone.tag_guard(&["install"]);
    std::fs::remove_file(&hook).unwrap();
    clone.tag_guard(&["uninstall"]);
    assert_eq!(clone.listing(), before);
}

#[test]
fn more_than_a_thousand_refs_reach_both_hooks() {
    let clone = Checkout::new();
    let tip = clone.scratch.git(&["rev-parse", "HEAD"]);
    let packed: String = (0..1200)
        .map(|n| format!("{tip} refs/tags/v{n:04}\n"))
        .collect();
    clone.scratch.write(".git/packed-refs", packed);
    let count = |name: &str| clone.scratch.beside(name).display().to_string();
    let counting = |name: &str| format!("#!/bin/sh\nwc -l > '{}'\n", count(name));
    for is_chained in [false, true] {
        let hook = clone.hooks().join("pre-push");
        if is_chained {
            write_hook(&hook, &counting("theirs"));
        }
        clone.tag_guard(&["install"]);
        let text = std::fs::read_to_string(&hook).unwrap();
        let ours = program("tag-guard").parent().unwrap().to_owned();
        let stub = clone.scratch.beside("stub");
        write_hook(&stub.join("tag-guard"), &counting("ours"));
        let stubbed = text.replace(ours.to_str().unwrap(), stub.to_str().unwrap());
        write_hook(&hook, &stubbed);
        let (status, said) = clone.git(&["push", "-q", "--dry-run", "--tags", "origin"]);
        assert_eq!(status, 0, "{said}");
        for name in ["ours", "theirs"].iter().take(1 + usize::from(is_chained)) {
            assert_eq!(std::fs::read_to_string(count(name)).unwrap().trim(), "1200");
            std::fs::remove_file(count(name)).unwrap();
        }
        write_hook(&hook, &text);
        clone.tag_guard(&["uninstall"]);
    }
}
