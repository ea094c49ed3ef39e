//! Native hooks beside whatever is there: nothing, somebody else's hook, a framework's, another folder, a worktree.
pub mod checkout;
mod configured;
mod doctor;
#[cfg(feature = "servers")]
mod husky;
mod kinds;
mod odd;

use crate::support::{Scratch, program, tool};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROJECT: (&str, &str) = (
    "pyproject.toml",
    "[project]\nname = \"pkg\"\nversion = \"1.2.3\"\n",
);

fn pushed() -> Scratch {
    Scratch::with_commit(&[PROJECT]).with_remote()
}

fn install(scratch: &Scratch) -> String {
    let (status, out, error) = scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 0, "{out}{error}");
    out
}

/// Whether a tag whose commit declares another version is refused, on a commit that is pushed already.
fn is_guarded(scratch: &Scratch) -> bool {
    scratch.git(&["tag", "-f", "v9.9.9"]);
    let (status, said) = scratch.try_git(&["push", "origin", "v9.9.9"]);
    if status == 0 {
        scratch.git(&["push", "-q", "--no-verify", "origin", ":v9.9.9"]);
    } else {
        assert!(said.contains("error[tag-version-mismatch]"), "{said}");
    }
    status != 0
}

fn write_hook(file: &Path, text: &str) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".sample"))
        .collect();
    names.sort();
    names
}

#[test]
fn install_is_repeatable_and_uninstall_leaves_nothing() {
    let scratch = pushed();
    let hooks = scratch.root().join(".git/hooks");
    assert!(!is_guarded(&scratch));
    assert_eq!(
        install(&scratch),
        "installed `[ROOT]/.git/hooks/pre-push`\n"
    );
    assert_eq!(
        install(&scratch),
        "`[ROOT]/.git/hooks/pre-push` is installed\n"
    );
    assert!(is_guarded(&scratch));
    let (status, out, _) = scratch.program("tag-guard", &["doctor"]);
    assert_eq!(status, 0);
    assert!(
        out.contains("pre-push: guarded by `[ROOT]/.git/hooks/pre-push`; all 3 tags of a scratch push arrived\n"),
        "{out}"
    );
    let (status, out, _) = scratch.program("tag-guard", &["uninstall"]);
    assert_eq!(
        (status, out.as_str()),
        (
            0,
            "pre-commit: nothing was installed\ncommit-msg: nothing was installed\npre-push: removed `[ROOT]/.git/hooks/pre-push`\n"
        )
    );
    assert!(names(&hooks).is_empty());
    assert_eq!(scratch.program("tag-guard", &["doctor"]).0, 1);
}

#[test]
fn a_foreign_hook_is_run_first_with_the_same_input_and_comes_back() {
    let scratch = pushed();
    let hook = scratch.root().join(".git/hooks/pre-push");
    let seen = scratch.beside("seen");
    let text = format!(
        "#!/bin/sh\necho \"$1\" > '{0}'; cat >> '{0}'\n",
        seen.display()
    );
    write_hook(&hook, &text);
    let out = install(&scratch);
    assert!(
        out.contains("is run first, as `[ROOT]/.git/hooks/pre-push.before-release-guard`"),
        "{out}"
    );
    assert!(is_guarded(&scratch));
    let seen = std::fs::read_to_string(seen).unwrap();
    assert!(seen.starts_with("origin\nrefs/tags/v9.9.9 "), "{seen}");
    assert_eq!(seen.lines().count(), 2);

    let kept = scratch
        .root()
        .join(".git/hooks/pre-push.before-release-guard");
    write_hook(&kept, "#!/bin/sh\nexit 7\n");
    scratch.git(&["tag", "v1.2.3"]);
    assert_eq!(scratch.try_git(&["push", "origin", "v1.2.3"]).0, 1);
    write_hook(&kept, &text);

    scratch.program("tag-guard", &["uninstall"]);
    assert_eq!(std::fs::read_to_string(&hook).unwrap(), text);
    assert_eq!(names(hook.parent().unwrap()), ["pre-push"]);
}

#[test]
fn two_foreign_hooks_are_never_overwritten() {
    let scratch = pushed();
    let hook = scratch.root().join(".git/hooks/pre-push");
    write_hook(&hook, "#!/bin/sh\n# first\n");
    install(&scratch);
    write_hook(&hook, "#!/bin/sh\n# second\n");
    let (status, _, error) = scratch.program("tag-guard", &["install"]);
    assert_eq!(status, 2);
    assert!(error.contains("merge the two by hand first"), "{error}");
    assert_eq!(
        std::fs::read_to_string(&hook).unwrap(),
        "#!/bin/sh\n# second\n"
    );
}

#[test]
fn a_linked_worktree_shares_the_hook() {
    let scratch = pushed();
    let tree = scratch.beside("tree");
    scratch.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    let mut command = Command::new(program("tag-guard"));
    scratch.scrub(command.arg("install"));
    let output = command.current_dir(&tree).output().unwrap();
    let out = scratch.redact(&output.stdout);
    assert_eq!(out, "installed `[ROOT]/.git/hooks/pre-push`\n");
    assert!(is_guarded(&scratch));
    scratch.git(&["tag", "-f", "v9.9.9"]);
    let mut command = Command::new("git");
    scratch.scrub(command.args(["push", "origin", "v9.9.9"]));
    let output = command.current_dir(&tree).output().unwrap();
    let said = crate::support::text(&output);
    assert!(said.contains("error[tag-version-mismatch]"), "{said}");
}

#[test]
fn hooks_that_find_no_program_refuse_with_a_sentence() {
    let scratch = pushed();
    let (status, _, error) = scratch.program("tag-guard", &["install", "--hook", "all"]);
    assert_eq!(status, 0, "{error}");
    let folder = scratch.root().join(".git/hooks");
    assert_eq!(names(&folder), ["commit-msg", "pre-commit", "pre-push"]);
    for name in names(&folder) {
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        let ours = program("tag-guard").parent().unwrap().display().to_string();
        assert!(text.contains(&format!("programs='{ours}'\n")), "{text}");
        write_hook(&folder.join(&name), &text.replace(&ours, "/gone"));
    }
    scratch.git(&["tag", "v1.2.3"]);
    for (args, program) in [
        (&["commit", "--allow-empty", "-m", "x"][..], "check-version"),
        (&["push", "origin", "v1.2.3"], "tag-guard"),
    ] {
        let mut command = Command::new("git");
        scratch.scrub(command.args(args));
        let output = command.env("PATH", "/usr/bin:/bin").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let sentence =
            format!("release-guard: `{program}` is neither in `/gone` nor on PATH, so nothing was");
        assert!(said.contains(&sentence), "{said}");
        assert!(!output.status.success());
    }
    // On PATH they are found.
    assert_eq!(scratch.try_git(&["push", "-q", "origin", "v1.2.3"]).0, 0);
}

/// A framework with one hook of its own, which leaves a file when it runs.
fn framework(name: &str) -> (Scratch, PathBuf) {
    let scratch = pushed();
    let config = format!(
        "repos:\n- repo: local\n  hooks:\n  - id: tag-guard\n    name: tag-guard\n    entry: {} pre-push\n    language: system\n    always_run: true\n    pass_filenames: false\n    verbose: true\n    stages: [pre-push]\n",
        program("tag-guard").display()
    );
    scratch.write(".pre-commit-config.yaml", config);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "hooks"]);
    scratch.git(&["push", "-q", "origin", "main"]);
    (scratch, tool(name))
}

fn run(scratch: &Scratch, program: &Path, args: &[&str]) {
    let output = scratch.run(Command::new(program).args(args));
    assert!(output.status.success(), "{}", crate::support::text(&output));
}

#[test]
fn under_a_framework_the_native_hook_sees_what_the_framework_hides() {
    for name in ["pre-commit", "prek"] {
        let (scratch, tool) = framework(name);
        run(&scratch, &tool, &["install", "-t", "pre-push"]);
        let folder = scratch.root().join(".git/hooks");
        let shim = std::fs::read(folder.join("pre-push")).unwrap();
        // The framework alone runs nothing for a tag on a commit that is pushed.
        assert!(!is_guarded(&scratch), "{name}");
        assert_eq!(
            install(&scratch),
            "installed `[ROOT]/.git/hooks/pre-push.legacy`\n"
        );
        assert!(is_guarded(&scratch), "{name}");
        assert_eq!(std::fs::read(folder.join("pre-push")).unwrap(), shim);
        scratch.program("tag-guard", &["uninstall"]);
        assert_eq!(names(&folder), ["pre-push"]);
    }
}

#[test]
fn a_framework_that_is_installed_later_keeps_the_native_hook() {
    for name in ["pre-commit", "prek"] {
        let (scratch, tool) = framework(name);
        let folder = scratch.root().join(".git/hooks");
        let seen = scratch.beside("seen");
        let foreign = format!("#!/bin/sh\ncat > '{}'\n", seen.display());
        write_hook(&folder.join("pre-push"), &foreign);
        install(&scratch);
        run(&scratch, &tool, &["install", "-t", "pre-push"]);
        assert!(is_guarded(&scratch), "{name}");
        let seen = std::fs::read_to_string(seen).unwrap();
        assert!(seen.starts_with("refs/tags/v9.9.9 "), "{seen}");
        scratch.program("tag-guard", &["uninstall"]);
        assert_eq!(names(&folder), ["pre-push", "pre-push.legacy"]);
        let legacy = std::fs::read_to_string(folder.join("pre-push.legacy")).unwrap();
        assert_eq!(legacy, foreign);
    }
}

#[test]
fn as_a_frameworks_hook_it_checks_what_it_sees_and_says_what_it_cannot() {
    for name in ["pre-commit", "prek"] {
        let (scratch, tool) = framework(name);
        run(&scratch, &tool, &["install", "-t", "pre-push"]);
        scratch.git(&["commit", "-q", "--allow-empty", "-m", "next"]);
        scratch.git(&["tag", "v9.9.9"]);
        for refs in [&["v9.9.9"][..], &["main", "v9.9.9"]] {
            let args = [&["push", "origin"], refs].concat();
            let (status, said) = scratch.try_git(&args);
            assert_eq!(status, 1, "{name} {refs:?}: {said}");
            assert!(said.contains("error[tag-version-mismatch]"), "{said}");
            assert!(said.contains("run `tag-guard install`"), "{said}");
        }
    }
}

#[test]
fn the_hook_scripts_are_posix_sh_and_the_manifest_is_one_that_pre_commit_reads() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Scratch::new();
    for name in ["pre-commit", "commit-msg", "pre-push"] {
        run(
            &scratch,
            Path::new("sh"),
            &["-n", top.join("hooks").join(name).to_str().unwrap()],
        );
    }
    let manifest = top.join(".pre-commit-hooks.yaml");
    run(
        &scratch,
        &tool("pre-commit"),
        &["validate-manifest", manifest.to_str().unwrap()],
    );
}

/// A project whose commits a runner guards with the published `check-version`. Only the program is not compiled for it.
fn guarded_at_commit(runner: &str) -> Scratch {
    let scratch = Scratch::with_commit(&[
        (
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n",
        ),
        (
            "release-guard.toml",
            "[[places]]\npath = \"README.md\"\npattern = \"acme=={version}\"\n",
        ),
        ("README.md", "acme==1.2.0\n"),
    ]);
    if runner == "tag-guard" {
        scratch.program("tag-guard", &["install", "--hook", "pre-commit"]);
        return scratch;
    }
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(top.join(".pre-commit-hooks.yaml")).unwrap();
    let manifest = manifest.replace("language: rust", "language: system");
    scratch.git(&["init", "-q", "../published"]);
    let published = scratch.beside("published");
    std::fs::write(published.join(".pre-commit-hooks.yaml"), manifest).unwrap();
    let git = |args: &[&str]| scratch.git(&[&["-C", "../published"], args].concat());
    git(&["add", "-A"]);
    git(&["commit", "-qm", "hooks"]);
    scratch.write(
        ".pre-commit-config.yaml",
        format!(
            "repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: check-version\n",
            published.display(),
            git(&["rev-parse", "HEAD"])
        ),
    );
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "hooks"]);
    run(&scratch, &tool(runner), &["install"]);
    scratch
}

#[test]
fn a_commit_is_judged_whichever_place_it_changes() {
    for runner in ["pre-commit", "prek", "tag-guard"] {
        let scratch = guarded_at_commit(runner);
        for (path, text) in [
            (
                "Cargo.toml",
                "[package]\nname = \"acme\"\nversion = \"1.1.0\"\n",
            ),
            (
                "package.json",
                "{\"name\": \"acme\", \"version\": \"1.1.0\"}\n",
            ),
            ("docs/conf.py", "release = '1.1.0'\n"),
            (".cz.toml", "[tool.commitizen]\nversion = \"1.1.0\"\n"),
            ("acme/__init__.py", "__version__ = \"1.1.0\"\n"),
            ("README.md", "acme==1.1.0\n"),
        ] {
            scratch.write(path, text);
            scratch.git(&["add", path]);
            let (status, said) = scratch.try_git(&["commit", "-qm", "one place alone"]);
            assert_eq!(status, 1, "{runner} {path}: {said}");
            assert!(said.contains(&format!("`1.1.0` in `{path}`")), "{said}");
            scratch.git(&["reset", "-q", "--hard"]);
        }
    }
}
