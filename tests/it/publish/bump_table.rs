//! A release of a project that is configured for bump-my-version: its parts, spellings and hooks count.
use crate::support::{Scratch, seed, tools};

const PYPROJECT: &str = r#"[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "acme-platform"
version = "1.2.0"

[tool.bumpversion]
current_version = "1.2.0"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)((?P<phase>[a-z]+)(?P<build>\d+))?'
serialize = ["{major}.{minor}.{patch}{phase}{build}", "{major}.{minor}.{patch}"]
message = "Ship {new_version}"
tag_name = "ship-{new_version}"
tag_message = "{current_version} to {new_version}"
setup_hooks = ["sh note.sh setup {current_version}"]
pre_commit_hooks = ["sh note.sh before {new_version}", "git add noted.txt"]
post_commit_hooks = ["sh note.sh after {new_version}"]

[tool.bumpversion.parts.phase]
values = ["rc", "final"]
optional_value = "final"

[tool.bumpversion.parts.build]
first_value = 1
"#;

fn project() -> Scratch {
    Scratch::with_commit(&[
        ("pyproject.toml", PYPROJECT),
        ("backend.py", seed::BACKEND),
        ("acme_platform/__init__.py", "__version__ = \"1.2.0\"\n"),
        ("note.sh", "echo \"$*\" >> noted.txt\n"),
        (".gitignore", "/dist/\n"),
    ])
    .with_remote()
}

#[test]
fn parts_spellings_and_hooks_of_the_table_count() {
    tools();
    let scratch = project();
    let release = ["release", "minor", "--push", "--yes"];
    let (status, out, said) = scratch.program("publish", &release);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        scratch.git(&["log", "-1", "--format=%B"]),
        "Ship 1.3.0rc1\n\nRelease-Guard: ship-1.3.0rc1"
    );
    assert_eq!(
        scratch.git(&["tag", "-l", "--format=%(refname:short) %(contents:subject)"]),
        "ship-1.3.0rc1 1.2.0 to 1.3.0rc1"
    );
    assert_eq!(
        scratch.git(&["show", "HEAD:noted.txt"]),
        "setup 1.2.0\nbefore 1.3.0rc1"
    );
    assert_eq!(
        scratch.read("noted.txt"),
        "setup 1.2.0\nbefore 1.3.0rc1\nafter 1.3.0rc1\n"
    );
    assert!(
        scratch
            .read("pyproject.toml")
            .contains("\nversion = \"1.3.0rc1\"\n")
    );
    let again = scratch.program("publish", &release);
    assert!(again.1.contains("is released already"), "{again:?}");
    scratch.git(&["checkout", "-q", "noted.txt"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let (status, out, said) = scratch.program("publish", &["release", "phase", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(scratch.git(&["tag", "--points-at", "HEAD"]), "ship-1.3.0");
}

#[test]
fn a_hook_that_cannot_run_is_refused_before_anything_is_written() {
    tools();
    let scratch = project();
    let toml = PYPROJECT.replace("sh note.sh after", "no-such-program");
    scratch.write("pyproject.toml", toml);
    scratch.git(&["commit", "-qam", "a hook"]);
    let (status, _, said) = scratch.program("publish", &["release", "minor", "--yes"]);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("the hook `no-such-program {new_version}` cannot run: there is no program `no-such-program` on PATH"),
        "{said}"
    );
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}
