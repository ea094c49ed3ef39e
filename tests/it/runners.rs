//! The hooks of this repository under the real pre-commit and prek, installed from a git URL as users install them.
use crate::support::{Scratch, seed, text, tool, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What a user writes; `REPO` and `REV` are this repository's files as they are now.
const CONFIG: &str = "\
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
- repo: REPO
  rev: REV
  hooks:
  - id: check-version
  - id: changelog-lint
  - id: changelog-commit-msg
  - id: tag-guard
";

/// A repository with this project's files, committed, and its commit: one for both runners.
fn published() -> &'static (PathBuf, String) {
    static PUBLISHED: OnceLock<(PathBuf, String)> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let clone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published");
        std::fs::remove_dir_all(&clone).ok();
        std::fs::create_dir_all(&clone).unwrap();
        for file in sources(here) {
            let to = clone.join(file.strip_prefix(here).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&file, &to).unwrap();
        }
        let git = |args: &[&str]| {
            let identity = [
                "-c",
                "user.name=T",
                "-c",
                "user.email=t@example.com",
                "-c",
                "commit.gpgsign=false",
            ];
            let mut command = Command::new("git");
            let output = command
                .args(identity)
                .args(args)
                .current_dir(&clone)
                .env_remove("GIT_DIR")
                .output()
                .unwrap();
            assert!(output.status.success(), "git {args:?}: {}", text(&output));
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        git(&["init", "-q", "-b", "main"]);
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "the files under test"]);
        (clone.clone(), git(&["rev-parse", "HEAD"]))
    })
}

/// The files that a package of this repository consists of.
fn sources(here: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = [
        ".pre-commit-hooks.yaml",
        "Cargo.toml",
        "Cargo.lock",
        "clippy.toml",
    ]
    .map(|name| here.join(name))
    .into();
    let mut todo: Vec<PathBuf> = ["src", "hooks", "docs"].map(|name| here.join(name)).into();
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}

/// A seed project whose hooks a runner has installed.
fn installed(runner: &str) -> Scratch {
    tools();
    let (repository, revision) = published();
    let scratch = seed::seed();
    let config = CONFIG
        .replace("REPO", repository.to_str().unwrap())
        .replace("REV", revision);
    scratch.write(".pre-commit-config.yaml", config);
    scratch.git(&["add", ".pre-commit-config.yaml"]);
    scratch.git(&["commit", "-q", "--no-verify", "-m", "hooks"]);
    scratch.git(&["push", "-q", "--no-verify", "origin", "main"]);
    let (status, said) = run(&scratch, runner, &["install", "--install-hooks"]);
    assert_eq!(status, 0, "{said}");
    scratch
}

/// A command in the environment in which runners compile: one target folder for all.
fn run(scratch: &Scratch, name: &str, args: &[&str]) -> (i32, String) {
    let output = environment(scratch, Command::new(tool(name)).args(args))
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), text(&output))
}

fn environment<'c>(scratch: &Scratch, command: &'c mut Command) -> &'c mut Command {
    let home = |name: &str, folder: &str| {
        let own = std::env::home_dir().unwrap().join(folder);
        std::env::var_os(name).unwrap_or(own.into_os_string())
    };
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("runner-target");
    scratch
        .scrub(command)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_HOME", home("CARGO_HOME", ".cargo"))
        .env("RUSTUP_HOME", home("RUSTUP_HOME", ".rustup"))
        .env("PRE_COMMIT_HOME", scratch.beside("pre-commit"))
        .env("PREK_HOME", scratch.beside("prek"))
}

fn git(scratch: &Scratch, args: &[&str]) -> (i32, String) {
    let output = environment(scratch, Command::new("git").args(args))
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), text(&output))
}

/// The same commits and pushes are refused and accepted under every runner.
fn story(runner: &str) {
    let scratch = installed(runner);
    // One version is changed and the other forgotten.
    scratch.write(
        "src/acme_platform/__init__.py",
        "__version__ = \"1.0.46\"\n",
    );
    let (status, said) = git(&scratch, &["commit", "-qam", "half a bump"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[version-mismatch]"), "{said}");
    // The other file is changed too, but not staged: what is about to be committed is judged.
    let bumped = scratch
        .read("src/pyproject.toml")
        .replace("1.0.45", "1.0.46");
    scratch.write("src/pyproject.toml", bumped);
    let (status, said) = git(
        &scratch,
        &[
            "commit",
            "-qm",
            "half a bump",
            "src/acme_platform/__init__.py",
        ],
    );
    assert_eq!(status, 1, "{said}");
    let log = scratch.read("src/CHANGELOG.md").replace(
        "## [Unreleased]\n",
        "## [Unreleased]\n\n## [1.0.46] - 2026-01-02\n",
    );
    scratch.write("src/CHANGELOG.md", log);
    let (status, said) = git(&scratch, &["commit", "-qam", "a whole bump"]);
    assert_eq!(status, 0, "{said}");
    // The commit is new to the remote, so the runner lets the hook see the tag.
    scratch.git(&["tag", "9.9.9"]);
    let (status, said) = git(&scratch, &["push", "-q", "origin", "9.9.9"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    // A runner tells of no tag beside the branch, so the tags on the pushed commits are looked at: this one goes along.
    let (status, said) = git(&scratch, &["push", "-q", "origin", "main", "9.9.9"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    scratch.git(&["tag", "--delete", "9.9.9"]);
    scratch.git(&["tag", "1.0.46"]);
    let (status, said) = git(&scratch, &["push", "-q", "origin", "main"]);
    assert_eq!(status, 0, "{said}");
    scratch.git(&["tag", "9.9.9"]);
    // The commit is on the remote now: runners hide the tag, and only the native hook sees it.
    let (status, said) = git(&scratch, &["push", "-q", "origin", "9.9.9"]);
    assert_eq!(
        status, 0,
        "the runner shows such a tag now; the README says otherwise: {said}"
    );
    scratch.git(&["push", "-q", "--no-verify", "origin", ":9.9.9"]);
    let (status, out, error) = scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 0, "{out}{error}");
    let (status, said) = git(&scratch, &["push", "-q", "origin", "9.9.9"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    let (status, said) = git(&scratch, &["push", "-q", "origin", "1.0.46"]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn pre_commit_and_prek_refuse_and_accept_the_same() {
    // One after the other: they share the target folder.
    story("pre-commit");
    story("prek");
}
