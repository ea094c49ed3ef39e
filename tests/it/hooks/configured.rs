//! Hooks in git's configuration, which git 2.54 runs. The one of these tests may be older, so a program of that name
//! stands in for it.
use super::checkout::Checkout;
use super::write_hook;

fn config(clone: &Checkout) -> String {
    clone.scratch.read(".git/config")
}

#[test]
fn the_section_says_command_and_event_and_finds_the_programs() {
    let mut clone = Checkout::new();
    clone.set_new_git();
    let before = clone.listing();
    let (status, said) = clone.tag_guard(&["install", "--hook", "all"]);
    assert_eq!(status, 0, "{said}");
    for hook in ["pre-commit", "commit-msg", "pre-push"] {
        let of = |key: &str| {
            let key = format!("hook.release-guard-{hook}.{key}");
            clone.scratch.git(&["config", "--local", "--get-all", &key])
        };
        assert_eq!(of("event"), hook);
        let programs = crate::support::program("tag-guard");
        let folder = programs.parent().unwrap().to_str().unwrap();
        assert!(of("command").contains(&format!("p='{folder}'/$1; ")));
    }
    assert!(clone.is_guarded());
    clone
        .scratch
        .write("acme/__init__.py", "__version__ = \"9\"\n");
    clone.scratch.git(&["add", "-A"]);
    let (status, said) = clone.git(&["commit", "-qm", "two versions"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[version-mismatch]"), "{said}");
    clone.scratch.git(&["rm", "-qrf", "acme"]);
    let (_, said) = clone.tag_guard(&["uninstall", "--hook", "pre-commit"]);
    assert_eq!(
        said,
        "pre-commit: removed `hook.release-guard-pre-commit` from `[ROOT]/.git/config`\n"
    );
    clone.tag_guard(&["uninstall"]);
    assert_eq!(clone.listing(), before);
}

#[test]
fn a_hook_file_of_ours_is_replaced_and_the_hook_that_was_there_stays() {
    let mut clone = Checkout::new();
    let hook = clone.hooks().join("pre-push");
    write_hook(&hook, "#!/bin/sh\ncat >&2\n");
    let before = clone.listing();
    clone.tag_guard(&["install"]);
    clone.set_new_git();
    let (status, said) = clone.tag_guard(&["install"]);
    assert_eq!(
        (status, said.as_str()),
        (
            0,
            "installed `hook.release-guard-pre-push` in `[ROOT]/.git/config`; it replaces `[ROOT]/.git/hooks/pre-push`\n"
        )
    );
    assert!(clone.is_guarded());
    assert_eq!(std::fs::read(&hook).unwrap(), b"#!/bin/sh\ncat >&2\n");
    // Back to an older git: a file again, and nothing is left for the day of the next update.
    clone.set_old_git();
    let (_, said) = clone.tag_guard(&["doctor"]);
    let why = "pre-push: not guarded: `hook.release-guard-pre-push` is in git's configuration, from which only git 2.54 and later run hooks\n";
    assert!(said.contains(why), "{said}");
    assert_eq!(clone.tag_guard(&["install"]).0, 0);
    assert!(clone.is_guarded());
    clone.set_new_git();
    assert!(clone.is_guarded());
    clone.tag_guard(&["uninstall"]);
    assert_eq!(clone.listing(), before);
}

#[test]
fn a_configuration_is_left_as_it_was_whatever_its_line_ends() {
    for end in ["\n", "", "\n# the last line\n", "\r\n"] {
        let mut clone = Checkout::new();
        clone.set_new_git();
        let text = format!("{}[user]\n\tname = \"a # b\"{end}", config(&clone));
        clone.scratch.write(".git/config", &text);
        assert_eq!(clone.tag_guard(&["install"]).0, 0);
        assert!(clone.is_guarded(), "{end:?}");
        let installed = config(&clone);
        assert!(clone.tag_guard(&["install"]).1.contains("is installed"));
        assert_eq!(config(&clone), installed);
        assert_eq!(clone.tag_guard(&["uninstall"]).0, 0);
        assert_eq!(config(&clone), text);
    }
}

#[test]
fn a_linked_worktree_writes_the_configuration_that_all_share() {
    let mut clone = Checkout::new();
    clone.set_new_git();
    let tree = clone.scratch.beside("tree");
    clone
        .scratch
        .git(&["config", "extensions.worktreeConfig", "true"]);
    clone
        .scratch
        .git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    let program = crate::support::program("tag-guard");
    let (status, said) = clone.run_in(&tree, &program, &["install"]);
    assert_eq!(
        (status, said.as_str()),
        (
            0,
            "installed `hook.release-guard-pre-push` in `[ROOT]/.git/config`\n"
        )
    );
    assert!(clone.is_guarded());
}

#[test]
fn a_hook_that_is_switched_off_or_finds_no_program_is_no_guard() {
    let mut clone = Checkout::new();
    clone.set_new_git();
    clone.tag_guard(&["install"]);
    let enabled = "hook.release-guard-pre-push.enabled";
    clone.scratch.git(&["config", enabled, "false"]);
    let (status, said) = clone.tag_guard(&["doctor"]);
    assert_eq!(status, 1);
    let why = format!("pre-push: not guarded: `{enabled}` is `false` in git's configuration\n");
    assert!(said.contains(&why), "{said}");
    clone.scratch.git(&["config", "--unset", enabled]);

    let programs = crate::support::program("tag-guard");
    let folder = programs.parent().unwrap().to_str().unwrap();
    clone
        .scratch
        .write(".git/config", config(&clone).replace(folder, "/gone"));
    // On PATH they are found.
    assert!(clone.is_guarded());
    let command = clone
        .scratch
        .git(&["config", "hook.release-guard-pre-push.command"]);
    let mut shell = std::process::Command::new("sh");
    let output = shell
        .args(["-c", &format!("{command} \"$@\""), "x", "origin", "url"])
        .env("PATH", "/usr/bin:/bin")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "release-guard: `tag-guard` is neither where it was installed nor on PATH, so nothing was pushed; install release-guard again, or run `git config --remove-section hook.release-guard-pre-push`\n"
    );
}

#[test]
fn a_configuration_that_git_is_writing_is_left_alone() {
    let mut clone = Checkout::new();
    clone.set_new_git();
    let before = config(&clone);
    clone.scratch.write(".git/config.lock", "");
    let (status, said) = clone.tag_guard(&["install"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("is being changed by another program"),
        "{said}"
    );
    assert_eq!(config(&clone), before);
}
