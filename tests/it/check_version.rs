//! `check-version` as people and git hooks run it.
use crate::support::{Scratch, program, text};
use std::process::Command;

/// The layout of many small projects: everything below `src`.
const TOML: &str = "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n";
const MODULE: &str = "src/pkg/__init__.py";

fn seed() -> Scratch {
    Scratch::with_commit(&[
        ("src/pyproject.toml", TOML),
        (MODULE, "__version__ = \"1.2.3\"\n"),
    ])
}

fn write_version(scratch: &Scratch, version: &str) {
    scratch.write(MODULE, format!("__version__ = \"{version}\"\n"));
}

/// Makes git run `check-version` before each commit.
fn with_hook(scratch: &Scratch) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = scratch.root().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "#!/bin/sh\nexec check-version --format concise\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_mismatch_shows_both_places() {
    let scratch = seed();
    write_version(&scratch, "1.2.2");
    let (status, out, error) = scratch.program("check-version", &[]);
    assert_eq!(status, 1, "{out}{error}");
    for part in [
        "error[version-mismatch]: the versions of the package in `src` disagree: `1.2.3` in `src/pyproject.toml`, line 2, column 20, but `1.2.2` in `src/pkg/__init__.py`, line 1, column 16",
        "src/pkg/__init__.py:1:16",
        "`1.2.2` here",
        "src/pyproject.toml:2:20",
        "`1.2.3` here",
        "= help: write the same version in every place, as `check-version --fix --to VERSION` does",
        "check-version: 1 error in the working tree",
    ] {
        assert!(out.contains(part), "{part}\n---\n{out}");
    }
    assert_eq!(error, "");
}

#[test]
fn it_works_without_git_and_lists_declarations() {
    let scratch = Scratch::new();
    scratch.write("src/pyproject.toml", TOML);
    write_version(&scratch, "1.2.3");
    let (status, out, _) = scratch.program("check-version", &["--list"]);
    assert_eq!(status, 0, "{out}");
    assert_eq!(
        out,
        "src/pyproject.toml:2:20   mirror  1.2.3  current_version\n\
         src/pkg/__init__.py:1:16  mirror  1.2.3  __version__\n\
         check-version: nothing wrong in the working tree\n"
    );
}

#[test]
fn a_runner_s_pre_push_hook_judges_the_commit_that_is_pushed() {
    let scratch = Scratch::with_commit(&[("src/pyproject.toml", TOML)]);
    let pushed = scratch.git(&["rev-parse", "HEAD"]);
    write_version(&scratch, "1.2.4");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "-m", "not pushed"]);
    for (to, expected) in [(Some(pushed.as_str()), Some(0)), (None, Some(1))] {
        let mut command = Command::new(program("check-version"));
        scratch
            .scrub(command.arg("--pushed"))
            .env("PRE_COMMIT", "1");
        if let Some(to) = to {
            command.env("PRE_COMMIT_TO_REF", to);
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), expected, "{}", text(&output));
    }
}

#[test]
fn a_version_that_is_worked_out_is_listed_as_that() {
    let scratch = Scratch::new();
    scratch.write(
        "setup.py",
        "from setuptools import setup\nsetup(name='acme', version=read())\n",
    );
    scratch.write("acme.py", "__version__ = '1.2.3'\n");
    let (status, out, _) = scratch.program("check-version", &["--list"]);
    assert_eq!(status, 0, "{out}");
    assert_eq!(
        out,
        "acme.py:1:16  mirror  1.2.3  __version__\n\
         acme: the version is worked out by `setup.py` when the package is built; `--deep` asks for it\n\
         check-version: nothing wrong in the working tree\n"
    );
}

#[test]
fn a_repository_without_a_python_project_cannot_be_judged() {
    let scratch = Scratch::with_commit(&[("package.json", "{}\n")]);
    let (status, out, error) = scratch.program("check-version", &[]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(
        error,
        "error: there is no Python project in the working tree: no `pyproject.toml`, `setup.cfg` or `setup.py` in it declares one\n"
    );
}

#[test]
fn a_broken_file_is_told_with_its_place() {
    let scratch = Scratch::with_commit(&[("setup.cfg", "[metadata]\nname = a\nversion\n")]);
    let (status, _, error) = scratch.program("check-version", &[]);
    assert_eq!(status, 2);
    assert_eq!(
        error,
        "error: `setup.cfg`, line 3, column 1: this line is no `key = value`\n"
    );
}

#[test]
fn a_hook_judges_what_git_is_about_to_record() {
    // What is done before, the commit, and whether it is to pass.
    type Step = (&'static str, fn(&Scratch), &'static [&'static str], bool);
    let steps: [Step; 7] = [
        (
            "staged well, edited badly",
            |scratch| {
                scratch.write("src/pkg/extra.py", "x = 1\n");
                scratch.git(&["add", "-A"]);
                write_version(scratch, "7.0");
            },
            &["commit", "-m", "a"],
            true,
        ),
        (
            "staged badly, edited well",
            |scratch| {
                write_version(scratch, "7.0");
                scratch.git(&["add", "-A"]);
                write_version(scratch, "1.2.3");
            },
            &["commit", "-m", "a"],
            false,
        ),
        (
            "commit -a takes the edit",
            |scratch| write_version(scratch, "8.0"),
            &["commit", "-a", "-m", "a"],
            false,
        ),
        (
            "commit PATH leaves out what else is staged",
            |scratch| {
                write_version(scratch, "8.0");
                scratch.git(&["add", MODULE]);
                scratch.write("other.txt", "new\n");
            },
            &["commit", "-m", "a", "other.txt"],
            true,
        ),
        (
            "commit PATH takes the edit of that path",
            |scratch| write_version(scratch, "8.0"),
            &["commit", "-m", "a", MODULE],
            false,
        ),
        (
            "only a part of the edits is staged",
            |scratch| {
                scratch.write(MODULE, "# first\n__version__ = \"1.2.3\"\n");
                scratch.git(&["add", "-A"]);
                scratch.write(MODULE, "# first\n__version__ = \"9.0\"\n");
            },
            &["commit", "-m", "a"],
            true,
        ),
        (
            "both places are changed together",
            |scratch| {
                write_version(scratch, "2.0");
                scratch.write("src/pyproject.toml", TOML.replace("1.2.3", "2.0"));
            },
            &["commit", "-a", "-m", "a"],
            true,
        ),
    ];
    for (what, before, commit, passes) in steps {
        let scratch = seed();
        // A path can be committed alone only when git knows it.
        scratch.write("other.txt", "old\n");
        scratch.git(&["add", "-A"]);
        scratch.git(&["commit", "-q", "-m", "other"]);
        with_hook(&scratch);
        before(&scratch);
        let (status, said) = scratch.try_git(commit);
        assert_eq!(status == 0, passes, "{what}: {said}");
        assert_eq!(said.contains("version-mismatch"), !passes, "{what}: {said}");
    }
}

#[test]
fn a_commit_and_a_tag_can_be_judged() {
    let scratch = seed();
    scratch.git(&["tag", "v1.2.3"]);
    write_version(&scratch, "1.2.2");
    scratch.git(&["commit", "-q", "-a", "-m", "wrong"]);
    for (args, expected) in [
        (&["--rev", "HEAD"][..], 1),
        (&["--rev", "HEAD~1"], 0),
        (&["--rev", "nothing"], 2),
        (&["--tag", "v1.2.3"], 0),
        (&["--tag", "refs/tags/v1.2.3"], 0),
        (&["--tag", "v1.3.0", "--rev", "HEAD~1"], 1),
        (&["--tag", "latest"], 2),
        (&["--package", "src"], 1),
        (&["--package", "other"], 2),
        (&["--staged", "--rev", "HEAD"], 2),
    ] {
        let (status, out, error) = scratch.program("check-version", args);
        assert_eq!(status, expected, "{args:?}\n{out}{error}");
    }
    let (_, out, _) = scratch.program("check-version", &["--tag", "v1.3.0", "--rev", "HEAD~1"]);
    assert!(
        out.contains(
            "the tag `v1.3.0` is of version `1.3.0`, but the package in `src` declares `1.2.3`"
        ),
        "{out}"
    );
}

#[test]
fn github_gets_the_version() {
    let scratch = Scratch::with_commit(&[(
        "pyproject.toml",
        "[project]\nname = \"a\"\nversion = \"1.2.0rc1\"\n",
    )]);
    let path = scratch.beside("output");
    let mut command = std::process::Command::new(crate::support::program("check-version"));
    let output = scratch
        .scrub(&mut command)
        .env("GITHUB_OUTPUT", &path)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        "version=1.2.0rc1\nprerelease=true\n"
    );
}

#[test]
fn linked_packages_are_told_once_and_an_unknown_one_is_refused() {
    let scratch = Scratch::with_commit(&[
        (
            "core/pyproject.toml",
            "[project]\nname = \"core\"\nversion = \"1.2.0\"\n",
        ),
        (
            "cli/pyproject.toml",
            "[project]\nname = \"my.cli\"\nversion = \"1.1.0\"\n",
        ),
        (
            "docs/pyproject.toml",
            "[project]\nname = \"docs\"\nversion = \"1.2\"\n",
        ),
    ]);
    let pair = |linked: &str| {
        scratch.write("release-guard.toml", format!("linked = {linked}\n"));
        scratch.program("check-version", &["--format", "concise"])
    };
    let expected = "core/pyproject.toml:3:12: error[workspace-version-drift] `my.cli` and `core` are linked, but declare different versions: `1.1.0` in `cli/pyproject.toml`, line 3, column 12, and `1.2.0` in `core/pyproject.toml`, line 3, column 12\ncheck-version: 1 error in the working tree\n";
    for linked in ["[['core', 'My_Cli']]", "[['*']]"] {
        assert_eq!(
            pair(linked),
            (1, expected.into(), String::new()),
            "{linked}"
        );
    }
    assert_eq!(pair("[['core', 'docs']]").0, 0);
    let (status, _, error) = pair("[['core', 'other']]");
    assert_eq!(
        (status, error.as_str()),
        (
            2,
            "error: `linked` names `other`, but no package in the working tree is called so; there is `my.cli`, `core`, `docs`\n"
        )
    );
}

#[test]
fn configured_places_and_lock_files_are_listed() {
    let scratch = Scratch::with_commit(&[
        (
            "pyproject.toml",
            "[project]\nname = \"pkg\"\nversion = \"1.2.0\"\n[[tool.release-guard.places]]\npath = \"README.md\"\npattern = \"pkg=={version}\"\n",
        ),
        ("README.md", "pip install pkg==1.2.0\n"),
        (
            "uv.lock",
            "[[package]]\nname = \"pkg\"\nversion = \"1.2.0\"\nsource = { editable = \".\" }\n",
        ),
    ]);
    let (status, out, _) = scratch.program("check-version", &["--list"]);
    assert_eq!(
        (status, out.as_str()),
        (
            0,
            "pyproject.toml:3:12  source  1.2.0  [project] version\n\
             README.md:1:18       mirror  1.2.0  configured place\n\
             uv.lock:3:12         mirror  1.2.0  [[package]] version\n\
             check-version: nothing wrong in the working tree\n"
        )
    );
    let (_, out, _) = scratch.program("check-version", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let lock = &report["declarations"][2];
    let shown = ["path", "site", "role", "raw", "version"].map(|key| lock[key].as_str().unwrap());
    assert_eq!(shown, ["uv.lock", "uv-lock", "mirror", "1.2.0", "1.2.0"]);
}
