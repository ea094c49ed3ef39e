//! What git is about to record is what `check-version` judges as a native hook, however the commit is made.
use crate::support::{Scratch, program};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const TOML: &str = "pyproject.toml";
const MODULE: &str = "pkg/__init__.py";

fn toml(version: &str) -> String {
    format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n")
}

/// A module that declares a version, in which the lines around it can be staged apart.
fn module(version: &str) -> String {
    let apart = "# apart\n".repeat(8);
    format!("x = 1\n{apart}__version__ = \"{version}\"\n{apart}y = 1\n")
}

/// Makes git hand what `check-version` lists to the file `seen`, and lets every commit pass.
fn with_hook(scratch: &Scratch, hooks: &Path, command: &str) {
    std::fs::create_dir_all(hooks).unwrap();
    let hook = hooks.join("pre-commit");
    let seen = scratch.beside("seen");
    let text = format!(
        "#!/bin/sh\n{command} --list > '{}' 2>&1\nexit 0\n",
        seen.display()
    );
    std::fs::write(&hook, text).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::copy(&hook, hooks.join("pre-merge-commit")).unwrap();
}

fn git_in(scratch: &Scratch, folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    scratch.scrub(
        command
            .args(["-c", "protocol.file.allow=always"])
            .args(args),
    );
    let output = command.current_dir(folder).output().unwrap();
    let said = crate::support::text(&output);
    assert!(output.status.success(), "git {args:?}: {said}");
    said
}

/// What the hook saw, and what the commit that followed holds: the versions of pyproject.toml and of the module.
fn seen_and_recorded(scratch: &Scratch, folder: &Path) -> [[String; 2]; 2] {
    let seen = std::fs::read_to_string(scratch.beside("seen")).unwrap();
    let seen = [TOML, MODULE].map(|path| {
        let line = seen.lines().find(|line| line.starts_with(path));
        let line = line.unwrap_or_else(|| panic!("no {path} in {seen}"));
        line.split_whitespace().nth(2).unwrap().to_owned()
    });
    let recorded = [TOML, MODULE].map(|path| {
        let text = git_in(scratch, folder, &["show", &format!("HEAD:{path}")]);
        let line = text.lines().find(|line| line.contains("version"));
        line.unwrap().split('"').nth(1).unwrap().to_owned()
    });
    [seen, recorded]
}

fn seed() -> Scratch {
    let scratch = Scratch::with_commit(&[(TOML, &toml("1")), (MODULE, &module("1"))]);
    scratch.write("other.txt", "old\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "-m", "other"]);
    scratch
}

/// One way to commit: what it is, what is done before, the commit, and the versions that it records.
type Way = (
    &'static str,
    fn(&Scratch),
    &'static [&'static str],
    [&'static str; 2],
);

fn ways() -> Vec<Way> {
    vec![
        (
            "staged, then edited on",
            |scratch| {
                scratch.write(TOML, toml("2"));
                scratch.git(&["add", TOML]);
                scratch.write(TOML, toml("3"));
            },
            &["commit", "-m", "a"],
            ["2", "1"],
        ),
        (
            "one hunk of a file staged",
            |scratch| {
                scratch.write(MODULE, module("1").replace("x = 1", "x = 2"));
                scratch.git(&["add", MODULE]);
                scratch.write(MODULE, module("4").replace("x = 1", "x = 2"));
            },
            &["commit", "-m", "a"],
            ["1", "1"],
        ),
        (
            "everything that is changed",
            |scratch| {
                scratch.write(TOML, toml("2"));
                scratch.git(&["add", TOML]);
                scratch.write(TOML, toml("3"));
                scratch.write(MODULE, module("3"));
            },
            &["commit", "-a", "-m", "a"],
            ["3", "3"],
        ),
        (
            "one path, while another is staged",
            |scratch| {
                scratch.write(TOML, toml("2"));
                scratch.git(&["add", TOML]);
                scratch.write(MODULE, module("3"));
            },
            &["commit", "-m", "a", MODULE],
            ["1", "3"],
        ),
        (
            "a path added to what is staged",
            |scratch| {
                scratch.write(TOML, toml("2"));
                scratch.git(&["add", TOML]);
                scratch.write(MODULE, module("3"));
            },
            &["commit", "-m", "a", "--include", MODULE],
            ["2", "3"],
        ),
        (
            "the last commit made anew",
            |scratch| {
                scratch.write(MODULE, module("5"));
                scratch.git(&["add", MODULE]);
                scratch.write(MODULE, module("6"));
            },
            &["commit", "--amend", "--no-edit"],
            ["1", "5"],
        ),
        (
            "a merge whose conflict was resolved",
            |scratch| {
                scratch.git(&["switch", "-q", "-c", "side"]);
                scratch.write(MODULE, module("7"));
                scratch.git(&["commit", "-q", "--no-verify", "-am", "side"]);
                scratch.git(&["switch", "-q", "main"]);
                scratch.write(MODULE, module("8"));
                scratch.git(&["commit", "-q", "--no-verify", "-am", "main"]);
                assert_eq!(scratch.try_git(&["merge", "side"]).0, 1);
                scratch.write(MODULE, module("9"));
                scratch.git(&["add", MODULE]);
            },
            &["commit", "-m", "merged"],
            ["1", "9"],
        ),
        (
            "a merge without a conflict",
            |scratch| {
                scratch.git(&["switch", "-q", "-c", "side"]);
                scratch.write(MODULE, module("7"));
                scratch.git(&["commit", "-q", "--no-verify", "-am", "side"]);
                scratch.git(&["switch", "-q", "main"]);
                scratch.git(&["commit", "-q", "--no-verify", "--allow-empty", "-m", "main"]);
            },
            &["merge", "-q", "--no-edit", "side"],
            ["1", "7"],
        ),
    ]
}

#[test]
fn a_hook_sees_what_the_commit_records() {
    for (what, before, commit, expected) in ways() {
        let scratch = seed();
        with_hook(
            &scratch,
            &scratch.root().join(".git/hooks"),
            "check-version",
        );
        before(&scratch);
        scratch.git(commit);
        let [seen, recorded] = seen_and_recorded(&scratch, &scratch.root());
        assert_eq!(recorded, expected, "{what}");
        assert_eq!(seen, recorded, "{what}");
    }
}

/// The folder that a commit is made in, and the one that holds its hooks.
type Ground = fn(&Scratch) -> (PathBuf, PathBuf);

#[test]
fn a_hook_sees_it_wherever_the_repository_lies() {
    let top: Ground = |scratch| (scratch.root(), scratch.root().join(".git/hooks"));
    let worktree: Ground = |scratch| {
        let tree = scratch.beside("tree");
        scratch.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
        (tree, scratch.root().join(".git/hooks"))
    };
    let submodule: Ground = |scratch| {
        let outer = scratch.beside("outer");
        std::fs::create_dir(&outer).unwrap();
        git_in(scratch, &outer, &["init", "-q"]);
        let inner = scratch.root();
        let add = [
            "submodule",
            "--quiet",
            "add",
            inner.to_str().unwrap(),
            "sub",
        ];
        git_in(scratch, &outer, &add);
        (outer.join("sub"), outer.join(".git/modules/sub/hooks"))
    };
    let named = |command| format!("cd pkg && {command}");
    for (what, ground, below, command) in [
        ("at the top", top, "", "check-version".to_owned()),
        ("from a sub-folder", top, "pkg", "check-version".to_owned()),
        (
            "a hook that went elsewhere",
            top,
            "",
            named("check-version"),
        ),
        (
            "a hook that names the top",
            top,
            "",
            named("check-version --root .."),
        ),
        ("in a worktree", worktree, "", "check-version".to_owned()),
        ("in a submodule", submodule, "", "check-version".to_owned()),
    ] {
        let scratch = seed();
        let (folder, hooks) = ground(&scratch);
        with_hook(&scratch, &hooks, &command);
        std::fs::write(folder.join(TOML), toml("2")).unwrap();
        git_in(&scratch, &folder, &["add", TOML]);
        std::fs::write(folder.join(MODULE), module("3")).unwrap();
        let path = folder.join(MODULE);
        let commit = ["commit", "-m", "a", path.to_str().unwrap()];
        git_in(&scratch, &folder.join(below), &commit);
        let [seen, recorded] = seen_and_recorded(&scratch, &folder);
        assert_eq!(recorded, ["1", "3"], "{what}");
        assert_eq!(seen, recorded, "{what}");
    }
}

#[test]
fn variables_of_git_say_where_the_repository_is() {
    let scratch = seed();
    scratch.write(MODULE, module("3"));
    scratch.git(&["add", MODULE]);
    scratch.write(MODULE, module("4"));
    let other = scratch.beside("index");
    std::fs::copy(scratch.root().join(".git/index"), &other).unwrap();
    scratch.git(&["reset", "-q"]);
    let git_dir = scratch.root().join(".git");
    let (root, git_dir) = (scratch.root(), git_dir.to_str().unwrap().to_owned());
    let (root, index) = (root.to_str().unwrap(), other.to_str().unwrap());
    for (folder, variables, expected) in [
        (
            scratch.beside("home"),
            vec![("GIT_DIR", &*git_dir), ("GIT_WORK_TREE", root)],
            "1",
        ),
        (
            scratch.root().join("pkg"),
            vec![("GIT_DIR", "../.git"), ("GIT_WORK_TREE", "..")],
            "1",
        ),
        (scratch.root(), vec![("GIT_INDEX_FILE", index)], "3"),
        (
            scratch.root().join("pkg"),
            vec![("GIT_INDEX_FILE", "../index")],
            "3",
        ),
    ] {
        let mut command = Command::new(program("check-version"));
        scratch.scrub(command.args(["--staged", "--list"]));
        let command = command.envs(variables.iter().copied()).current_dir(&folder);
        let said = crate::support::text(&command.output().unwrap());
        let found = format!("{MODULE}:10:16");
        let line = said.lines().find(|line| line.starts_with(&found));
        let version = line.and_then(|line| line.split_whitespace().nth(2));
        assert_eq!(
            version,
            Some(expected),
            "{variables:?} in {}: {said}",
            folder.display()
        );
    }
}
