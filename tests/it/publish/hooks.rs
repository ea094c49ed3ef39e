//! The repository's own hooks run for the commit of a release or a bump, and for nothing in throw-away clones.
use super::RELEASE;
use crate::support::{Scratch, program, seed, text, tools};
use std::process::Command;

/// Installs a hook of the repository, in sh.
fn hook(scratch: &Scratch, name: &str, body: &str) {
    let path = format!(".git/hooks/{name}");
    scratch.write(&path, format!("#!/bin/sh\nset -e\n{body}\n"));
    executable(&scratch.root().join(path));
}

fn executable(path: &std::path::Path) {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(path, mode).unwrap();
}

/// A project that bump-my-version would commit and tag.
fn bumped_project() -> Scratch {
    let pyproject = "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.0\"\ncommit = true\ntag = true\n";
    Scratch::with_commit(&[
        ("pyproject.toml", pyproject),
        ("acme.py", "__version__ = \"1.2.0\"\n"),
        ("notes.txt", "one\n"),
    ])
}

#[test]
fn a_hook_stops_a_release_and_lets_it_go_on() {
    tools();
    let scratch = seed::seed();
    hook(
        &scratch,
        "pre-commit",
        "echo 'no releases on Friday' >&2; exit 1",
    );
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 2, "{out}{said}");
    assert!(
        said.contains("`git commit` failed with exit status 1\n  no releases on Friday"),
        "{said}"
    );
    assert!(
        said.contains("run the same command again to go on"),
        "{said}"
    );
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1");
    assert_eq!(scratch.git(&["tag", "--list"]), "");

    hook(
        &scratch,
        "pre-commit",
        "git diff --cached --name-only > released.txt; git add released.txt",
    );
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        scratch.git(&["show", "1.0.46:released.txt"]),
        "src/CHANGELOG.md\nsrc/acme_platform/__init__.py\nsrc/pyproject.toml"
    );
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_hook_that_unmakes_the_release_is_refused() {
    tools();
    for (name, body, expected) in [
        (
            "commit-msg",
            "grep -v Release-Guard \"$1\" > .git/message; cp .git/message \"$1\"",
            "a hook took the line `Release-Guard: 1.0.46` out of the commit's message; the commit was taken back",
        ),
        (
            "pre-commit",
            "sed -i s/1.0.46/1.0.47/ src/pyproject.toml; git add src/pyproject.toml",
            "a hook changed what was to be committed, so the commit was taken back\n  caused by: `1.0.47` in `src/pyproject.toml`, line 8, column 12 should be `1.0.46`",
        ),
    ] {
        let scratch = seed::seed();
        hook(&scratch, name, body);
        let (status, out, said) = scratch.program("publish", RELEASE);
        assert_eq!(status, 2, "{out}{said}");
        assert!(said.contains(expected), "{said}");
        assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1");
    }
}

#[test]
fn no_hook_runs_in_a_throw_away_clone() {
    tools();
    let scratch = seed::seed();
    let everywhere = scratch.beside("everywhere");
    std::fs::create_dir(&everywhere).unwrap();
    for name in ["pre-commit", "post-checkout", "commit-msg"] {
        std::fs::write(everywhere.join(name), "#!/bin/sh\nexit 1\n").unwrap();
        executable(&everywhere.join(name));
    }
    let config = scratch.beside("config");
    let text_of_config = format!("[core]\nhooksPath = {}\n", everywhere.display());
    std::fs::write(&config, text_of_config).unwrap();
    let mut rehearse = Command::new(program("publish"));
    rehearse.args(["rehearse", "patch"]);
    let command = scratch.scrub(&mut rehearse);
    let output = command.env("GIT_CONFIG_GLOBAL", &config).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

#[test]
fn a_bump_is_committed_and_tagged_beside_the_user_s_work() {
    let scratch = bumped_project();
    hook(&scratch, "commit-msg", "echo 'Reviewed-by: hook' >> \"$1\"");
    scratch.write("notes.txt", "staged\n");
    scratch.git(&["add", "notes.txt"]);
    scratch.write("acme.py", "__version__ = \"1.2.0\"\nMINE = 1\n");
    let (status, out, said) = scratch.program("publish", &["bump", "patch"]);
    assert_eq!(status, 0, "{out}{said}");
    let head = scratch.git(&["rev-parse", "HEAD"]);
    assert_eq!(
        out,
        format!(
            "1.2.0 → 1.2.1 in acme.py, pyproject.toml\n  commit {}\n  tag v1.2.1\n",
            &head[..7]
        )
    );
    assert_eq!(
        scratch.git(&["log", "-1", "--format=%B"]),
        "Bump version: 1.2.0 → 1.2.1\nReviewed-by: hook"
    );
    assert_eq!(scratch.git(&["rev-parse", "v1.2.1^{commit}"]), head);
    assert_eq!(
        scratch.read("acme.py"),
        "__version__ = \"1.2.1\"\nMINE = 1\n"
    );
    assert_eq!(
        scratch.git(&["show", "HEAD:acme.py"]),
        "__version__ = \"1.2.1\""
    );
    assert_eq!(
        scratch.git(&["status", "--porcelain"]),
        " M acme.py\nM  notes.txt"
    );
}

#[test]
fn a_bump_that_cannot_be_tagged_is_taken_back() {
    let scratch = bumped_project();
    scratch.git(&["config", "tag.gpgSign", "true"]);
    scratch.git(&["config", "gpg.program", "false"]);
    let (status, out, said) = scratch.program("publish", &["bump", "patch"]);
    assert_eq!(status, 2, "{out}{said}");
    assert!(said.contains("gpg failed to sign the data"), "{said}");
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_read_only_file_is_not_written() {
    for commits in ["true", "false"] {
        let scratch = bumped_project();
        let text = scratch.read("pyproject.toml");
        let both = format!("commit = {commits}\ntag = {commits}");
        let text = text.replace("commit = true\ntag = true", &both);
        scratch.write("pyproject.toml", text);
        scratch.git(&["commit", "-qam", "settings", "--allow-empty"]);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o444);
        std::fs::set_permissions(scratch.root().join("acme.py"), mode).unwrap();
        let (status, out, said) = scratch.program("publish", &["bump", "patch"]);
        assert_eq!(status, 2, "{out}{said}");
        assert!(
            said.contains(
                "`acme.py` is read-only; make it writable with `chmod u+w acme.py` first"
            ),
            "{said}"
        );
        assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn a_bump_that_is_killed_within_a_hook_is_made_by_running_it_again() {
    for is_git_killed in [true, false] {
        let scratch = bumped_project();
        scratch.write("acme.py", "__version__ = \"1.2.0\"\nMINE = 1\n");
        hook(
            &scratch,
            "pre-commit",
            "echo $PPID > .git/pid; mv .git/pid .git/within
             while test ! -e .git/go; do sleep 0.05; done",
        );
        let mut command = Command::new(program("publish"));
        let mut bump = scratch
            .scrub(command.args(["bump", "patch"]))
            .spawn()
            .unwrap();
        let within = scratch.root().join(".git/within");
        wait_until(|| within.exists());
        bump.kill().unwrap();
        bump.wait().unwrap();
        if is_git_killed {
            let git = std::fs::read_to_string(&within).unwrap();
            scratch.run(Command::new("kill").args(["-9", git.trim()]));
        }
        scratch.write(".git/go", "");
        if is_git_killed {
            let (status, out, said) = scratch.program("publish", &["bump", "patch"]);
            assert_eq!(status, 0, "{out}{said}");
            assert!(out.contains("1.2.0 → 1.2.1"), "{out}");
            assert_eq!(scratch.git(&["tag", "--list"]), "v1.2.1");
        } else {
            // `git commit` goes on without us.
            wait_until(|| scratch.git(&["rev-list", "--count", "HEAD"]) == "2");
        }
        assert_eq!(
            scratch.git(&["log", "-1", "--format=%s"]),
            "Bump version: 1.2.0 → 1.2.1"
        );
        assert_eq!(
            scratch.git(&["show", "HEAD:acme.py"]),
            "__version__ = \"1.2.1\""
        );
        assert_eq!(scratch.git(&["status", "--porcelain"]), " M acme.py");
    }
}

fn wait_until(is_so: impl Fn() -> bool) {
    let started = std::time::Instant::now();
    while !is_so() {
        assert!(started.elapsed().as_secs() < 60, "it never came to be");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
