//! What lies in the way of a bump, and what must not be touched: each with the sentence that is said.
use crate::support::Scratch;

const PYPROJECT: &str = "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n";
const MODULE: &str = "__version__ = \"1.2.3\"\n";

fn project() -> Scratch {
    Scratch::with_commit(&[("pyproject.toml", PYPROJECT), ("acme/__init__.py", MODULE)])
}

/// What is there before: a name, how it comes about, the arguments, the exit status, and what is said.
type Obstacle = (
    &'static str,
    fn(&Scratch),
    &'static [&'static str],
    i32,
    &'static str,
);

const COMMITS: &[&str] = &["bump", "patch", "--commit", "--tag"];

#[test]
fn what_is_in_the_way_is_said_and_nothing_is_changed() {
    let obstacles: &[Obstacle] = &[
        (
            "a tag of this version",
            |s| {
                s.git(&["tag", "v1.2.4"]);
            },
            COMMITS,
            1,
            "refused: `1.2.4` is released already: this commit contains the tag `v1.2.4`\nhelp: bump to a later version\n",
        ),
        (
            "a tag of this name on another branch",
            |s| {
                s.git(&["switch", "-q", "-c", "other"]);
                s.git(&["commit", "-q", "--allow-empty", "-m", "other"]);
                s.git(&["tag", "v1.2.4"]);
                s.git(&["switch", "-q", "main"]);
            },
            COMMITS,
            1,
            "refused: the tag `v1.2.4` exists already, on commit [TAG]; nothing was changed\nhelp: bump to another version, or leave the tag out with `--no-tag`\n",
        ),
        (
            "a tag that only the remote has",
            |s| {
                s.git(&["tag", "v1.2.4"]);
                s.git(&["push", "-q", "origin", "v1.2.4"]);
                s.git(&["tag", "-d", "v1.2.4"]);
            },
            COMMITS,
            1,
            "refused: the tag `v1.2.4` exists already on `origin`; nothing was changed\nhelp: get it with `git fetch origin tag v1.2.4`, and bump to another version\n",
        ),
        (
            "a later release",
            |s| {
                s.git(&["tag", "v1.3.0"]);
            },
            COMMITS,
            1,
            "refused: `1.2.4` is not later than the tag `v1.3.0`, which this commit contains\n",
        ),
        (
            "a hook that fails",
            |s| hook(s, "pre-commit", "echo no good; exit 3"),
            COMMITS,
            2,
            "no good",
        ),
        (
            "a read-only file",
            |s| permit(s, "acme/__init__.py", 0o444),
            &["bump", "patch"],
            2,
            "error: `acme/__init__.py` is read-only; make it writable with `chmod u+w acme/__init__.py` first\n",
        ),
        (
            "two files of which one lacks the version",
            |s| {
                s.write("a.txt", "acme 1.2.3\n");
                s.write("b.txt", "acme 1.2.30\n");
                s.write(
                    ".bumpversion.toml",
                    "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n[[tool.bumpversion.files]]\nfilename = \"a.txt\"\n[[tool.bumpversion.files]]\nfilename = \"b.txt\"\n",
                );
                s.git(&["add", "-A"]);
                s.git(&["commit", "-qm", "more"]);
            },
            &["bump", "patch"],
            1,
            "refused: `1.2.3` is not found in `b.txt`, but as a part of something longer, or as the version of another project\n",
        ),
        (
            "versions that disagree",
            |s| s.write("acme/__init__.py", "__version__ = \"1.2.2\"\n"),
            &["bump", "patch"],
            1,
            "refused: the declared versions disagree: `1.2.3` in `pyproject.toml`, line 3, column 12, `1.2.2` in `acme/__init__.py`, line 1, column 16\nhelp: `check-version --fix --to VERSION` makes them agree\n",
        ),
        (
            "work in the version's line",
            |s| s.write("acme/__init__.py", "__version__ = \"1.2.3\"  # mine\n"),
            COMMITS,
            1,
            "refused: `acme/__init__.py` has uncommitted changes in the lines that hold the version\nhelp: commit or stash them, then run this again\n",
        ),
        (
            "a dirty tree where the user wants a clean one",
            |s| s.write("acme/__init__.py", "__version__ = \"1.2.3\"\nmine = 1\n"),
            &["bump", "patch", "--no-allow-dirty"],
            1,
            "refused: there are uncommitted changes in `acme/__init__.py`\nhelp: commit or stash them, or go on beside them with `--allow-dirty`\n",
        ),
        (
            "a tag without a commit",
            |_| (),
            &["bump", "patch", "--tag"],
            2,
            "error: a tag without a commit would be on the commit before the bump\nhint: commit too, with `commit = true` or `--commit`, or leave the tag out with `--no-tag`\n",
        ),
        (
            "a version that goes down",
            |_| (),
            &["bump", "1.2.2"],
            1,
            "refused: `1.2.2` leads from `1.2.3` to `1.2.2`, which is not later\n",
        ),
        (
            "no kind",
            |_| (),
            &["bump", "pacth"],
            2,
            "error: `pacth` is neither a kind (`major`, `minor`, `patch`, `alpha`, `beta`, `rc`, `post`, `dev`, `final`, `minor+rc`, `auto`, `calver`) nor a version\n",
        ),
        (
            "nothing that is asked for",
            |_| (),
            &["bump"],
            2,
            "error: say what comes next: a part or kind such as `patch`, a version, or `--new-version VERSION`\n",
        ),
        (
            "no template for dates",
            |_| (),
            &["bump", "calver"],
            2,
            "error: nothing says how versions are dates\nhint: `calver = \"YYYY.MM.INC0\"` in `[tool.release-guard.bump]` does\n",
        ),
        (
            "commits that ask for nothing",
            |_| (),
            &["bump", "auto"],
            1,
            "refused: none of the 1 commits since the beginning asks for a release\nhelp: `auto` counts `feat: …`, `fix: …`, `perf: …`, `refactor: …` and what breaks; name the kind instead: `patch`\n",
        ),
    ];
    for (name, comes_about, args, status, said) in obstacles {
        let scratch = project().with_remote();
        comes_about(&scratch);
        let before = everything(&scratch);
        let (found, out, error) = scratch.program("publish", args);
        let (_, tag) = scratch.try_git(&["rev-parse", "--short=7", "v1.2.4"]);
        let error = error.replace(tag.trim(), "[TAG]");
        assert_eq!(found, *status, "{name}: {out}{error}");
        match said.ends_with('\n') {
            true => assert_eq!(error, *said, "{name}"),
            false => assert!(error.contains(said), "{name}: {error}"),
        }
        assert_eq!(out, "", "{name}");
        assert_eq!(everything(&scratch), before, "{name}");
    }
}

/// All that a bump could change.
fn everything(scratch: &Scratch) -> Vec<String> {
    let mut all: Vec<String> = ["pyproject.toml", "acme/__init__.py"]
        .map(|path| scratch.read(path))
        .into();
    for asked in [
        &["status", "--porcelain"][..],
        &["log", "--format=%H"],
        &["tag", "--list"],
        &["ls-files", "--stage"],
        &["ls-remote", "origin"],
    ] {
        all.push(scratch.git(asked));
    }
    all
}

fn hook(scratch: &Scratch, name: &str, script: &str) {
    scratch.write(
        &format!(".git/hooks/{name}"),
        format!("#!/bin/sh\n{script}\n"),
    );
    permit(scratch, &format!(".git/hooks/{name}"), 0o755);
}

fn permit(scratch: &Scratch, path: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(scratch.root().join(path), permissions).unwrap();
}

#[test]
fn only_the_version_s_bytes_change() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q", "-b", "main"]);
    scratch.write(
        "pyproject.toml",
        "\u{feff}[project]\r\nname = 'acme'\r\nversion = '1.2.3' # here\r\ndependencies = ['requests==1.2.3']\r\n",
    );
    scratch.write("acme/real.py", "\tx = 1\r\n__version__ : str = \"1.2.3\"");
    std::os::unix::fs::symlink("real.py", scratch.root().join("acme/__init__.py")).unwrap();
    permit(&scratch, "acme/real.py", 0o755);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "start"]);
    scratch.write("staged.txt", "a stranger\n");
    scratch.git(&["add", "staged.txt"]);
    let (status, out, said) = scratch.program("publish", COMMITS);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        scratch.git(&["show", "--format=%s", "--stat=60", "HEAD"]),
        "Bump version: 1.2.3 → 1.2.4\n\n acme/real.py   | 2 +-\n pyproject.toml | 2 +-\n 2 files changed, 2 insertions(+), 2 deletions(-)"
    );
    assert_eq!(
        scratch.read("pyproject.toml"),
        "\u{feff}[project]\r\nname = 'acme'\r\nversion = '1.2.4' # here\r\ndependencies = ['requests==1.2.3']\r\n"
    );
    assert_eq!(
        scratch.read("acme/real.py"),
        "\tx = 1\r\n__version__ : str = \"1.2.4\""
    );
    assert!(scratch.root().join("acme/__init__.py").is_symlink());
    assert!(
        scratch
            .git(&["ls-files", "-s", "acme/real.py"])
            .starts_with("100755")
    );
    assert_eq!(scratch.git(&["status", "--porcelain"]), "A  staged.txt");
    assert_eq!(scratch.git(&["tag", "--points-at", "HEAD"]), "v1.2.4");
}

#[test]
fn the_dry_run_s_diff_is_one_that_git_applies() {
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", PYPROJECT),
        ("acme/__init__.py", "__version__ = \"1.2.3\""),
        ("docs/a b.md", "v1.2.3\r\nand more\r\n"),
        (
            ".bumpversion.toml",
            "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n[[tool.bumpversion.files]]\nglob = \"docs/*.md\"\n",
        ),
    ]);
    let (status, diff, said) = scratch.program("publish", &["bump", "minor", "-n"]);
    assert_eq!((status, said.as_str()), (0, "1.2.3 → 1.3.0\n"));
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    std::fs::write(scratch.beside("bump.diff"), &diff).unwrap();
    scratch.git(&["apply", scratch.beside("bump.diff").to_str().unwrap()]);
    let applied = scratch.git(&["diff"]);
    scratch.git(&["checkout", "-q", "."]);
    let (status, _, said) = scratch.program("publish", &["bump", "minor"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(scratch.git(&["diff"]), applied);
}
