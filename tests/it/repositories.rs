//! Repositories as they are found: what libgit2 cannot open, what is not checked out, and entries that are no plain files.
use crate::support::{Scratch, program};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::process::Command;

const TOML: &str = "pyproject.toml";
const MODULE: &str = "pkg/__init__.py";

/// What is looked at: the working tree, what is staged, a commit.
const VIEWS: [&[&str]; 3] = [&[], &["--staged"], &["--rev", "HEAD"]];

fn toml(version: &str) -> String {
    format!("[project]\nname = \"pkg\"\nversion = \"{version}\"\n")
}

fn module(version: &str) -> String {
    format!("__version__ = \"{version}\"\n")
}

/// Version 1 committed, module 2 staged, and module 3 in the working tree.
fn stages(scratch: &Scratch) {
    scratch.write(TOML, toml("1"));
    scratch.write(MODULE, module("1"));
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-qm", "start"]);
    scratch.write(MODULE, module("2"));
    scratch.git(&["add", "-A"]);
    scratch.write(MODULE, module("3"));
}

fn staged_on_top(init: &[&str]) -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&[&["init", "-q", "-b", "main"], init].concat());
    stages(&scratch);
    scratch
}

/// Everything committed, version 1.
fn committed(files: &[(&str, &str)]) -> Scratch {
    let (toml, module) = (toml("1"), module("1"));
    let all = [&[(TOML, &*toml), (MODULE, &*module)], files].concat();
    Scratch::with_commit(&all)
}

/// The version that the module has in each view, `-` where it has none; or the error.
fn seen(scratch: &Scratch) -> [String; 3] {
    VIEWS.map(|args| {
        let mut command = Command::new(program("check-version"));
        let output = scratch.run(command.arg("--list").args(args));
        let error = scratch.redact(&output.stderr);
        if let Some(error) = error.strip_prefix("error: ") {
            assert_eq!(output.status.code(), Some(2), "{error}");
            return error.lines().next().unwrap().to_owned();
        }
        let out = scratch.redact(&output.stdout);
        let line = out.lines().find(|line| line.starts_with(MODULE));
        let version = line.and_then(|line| line.split_whitespace().nth(2));
        version.unwrap_or("-").to_owned()
    })
}

#[test]
fn every_kind_of_repository_is_read() {
    let configured = |settings: &[(&str, &str)]| {
        let scratch = staged_on_top(&[]);
        for (key, value) in settings {
            scratch.git(&["config", key, value]);
        }
        scratch
    };
    let updated = |option: &[&str]| {
        let scratch = staged_on_top(&[]);
        scratch.git(&[&["update-index"], option].concat());
        scratch
    };
    for (what, scratch) in [
        ("SHA-256", staged_on_top(&["--object-format=sha256"])),
        ("reftable", staged_on_top(&["--ref-format=reftable"])),
        (
            "partial clone",
            configured(&[
                ("extensions.partialClone", "origin"),
                ("core.repositoryFormatVersion", "1"),
            ]),
        ),
        (
            "worktreeConfig",
            configured(&[("extensions.worktreeConfig", "true")]),
        ),
        (
            "relativeWorktrees",
            configured(&[
                ("extensions.relativeWorktrees", "true"),
                ("core.repositoryFormatVersion", "1"),
            ]),
        ),
        ("index of version 4", updated(&["--index-version", "4"])),
        ("split index", updated(&["--split-index"])),
        ("assume-unchanged", updated(&["--assume-unchanged", MODULE])),
        ("skip-worktree", updated(&["--skip-worktree", MODULE])),
    ] {
        assert_eq!(seen(&scratch), ["3", "2", "1"], "{what}");
    }
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_still_declared() {
    for args in [
        &["--cone", "docs"][..],
        &["--cone", "--sparse-index", "docs"],
        &["--no-cone", "/*.toml"],
    ] {
        let scratch = committed(&[("docs/index.md", "")]);
        scratch.git(&[&["sparse-checkout", "set"], args].concat());
        assert!(!scratch.root().join(MODULE).exists());
        assert_eq!(seen(&scratch), ["1", "1", "1"], "{args:?}");
        let (_, out, _) = scratch.program("check-version", &[]);
        let name = "in the working tree, and what its sparse checkout leaves out\n";
        assert!(out.ends_with(name), "{out}");
    }
}

#[test]
fn what_cannot_be_looked_at_is_said() {
    let bare = "`[ROOT]/` is a bare repository, in which nothing is checked out or staged; name a commit with `--rev`";
    let no_commit = "`HEAD` names no commit in this repository";
    let clone_of = |args: &[&str]| {
        let source = committed(&[]);
        source.git(&["config", "uploadpack.allowFilter", "true"]);
        let scratch = Scratch::new();
        let url = format!("file://{}", source.root().display());
        scratch.git(&[&["clone", "-q"], args, &[&url, "."]].concat());
        scratch
    };
    let without_commit = Scratch::new();
    without_commit.git(&["init", "-q"]);
    without_commit.write(TOML, toml("1"));
    without_commit.write(MODULE, module("1"));
    without_commit.git(&["add", "-A"]);
    let broken = committed(&[]);
    broken.write(".git/HEAD", "ref: refs/heads/gone\n");
    let conflicted = committed(&[]);
    conflict(&conflicted, MODULE, &["1", "2", "3"].map(module));
    conflicted.write(MODULE, module("4"));
    // The promisor is gone with its scratch folder.
    let empty = clone_of(&["--filter=blob:none", "--no-checkout"]);
    empty.git(&["read-tree", "--empty"]);
    empty.write(TOML, toml("1"));
    empty.write(MODULE, module("1"));
    let lacking = format!("the content of `{TOML}` is not in this repository: `git cat-file blob ");
    for (what, scratch, expected) in [
        ("bare", clone_of(&["--bare"]), [bare, bare, "1"]),
        (
            "bare and partial",
            clone_of(&["--bare", "--filter=tree:0"]),
            [bare, bare, "`git ls-tree "],
        ),
        ("shallow", clone_of(&["--depth=1"]), ["1", "1", "1"]),
        ("no commit", without_commit, ["1", "1", no_commit]),
        ("HEAD leads nowhere", broken, ["1", "1", no_commit]),
        (
            "conflict",
            conflicted,
            [
                "4",
                "`pkg/__init__.py` has merge conflicts; resolve and `git add` it first",
                "1",
            ],
        ),
        (
            "contents missing",
            empty,
            [
                "1",
                "there is no Python project in what is staged",
                &lacking,
            ],
        ),
    ] {
        for (seen, expected) in seen(&scratch).iter().zip(expected) {
            assert!(seen.starts_with(expected), "{what}: {seen}\n{expected}");
        }
    }
}

/// Leaves a path in git's index in the three versions of a conflict.
fn conflict(scratch: &Scratch, path: &str, texts: &[String; 3]) {
    scratch.git(&["rm", "-q", "--cached", path]);
    let mut lines = String::new();
    for (stage, text) in texts.iter().enumerate() {
        scratch.write("aside", text);
        let object = scratch.git(&["hash-object", "-w", "aside"]);
        lines.push_str(&format!("100644 {object} {}\t{path}\n", stage + 1));
    }
    std::fs::remove_file(scratch.root().join("aside")).unwrap();
    let lines_file = scratch.beside("lines");
    std::fs::write(&lines_file, lines).unwrap();
    let mut command = Command::new("git");
    command.args(["update-index", "--index-info"]);
    command.stdin(std::fs::File::open(lines_file).unwrap());
    assert!(scratch.run(&mut command).status.success());
}

#[test]
fn a_conflict_elsewhere_hinders_nobody() {
    let scratch = committed(&[("notes.txt", "")]);
    conflict(&scratch, "notes.txt", &["1", "2", "3"].map(str::to_owned));
    assert_eq!(seen(&scratch), ["1", "1", "1"]);
}

#[test]
fn a_hook_of_a_partial_clone_opens_no_connection() {
    let source = committed(&[]);
    source.git(&["config", "uploadpack.allowFilter", "true"]);
    let scratch = Scratch::new();
    let url = format!("file://{}", source.root().display());
    scratch.git(&[
        "clone",
        "-q",
        "--filter=blob:none",
        "--no-checkout",
        &url,
        ".",
    ]);
    let check = |hook: &str| {
        let mut command = Command::new(program("check-version"));
        scratch.scrub(command.args(["--rev", "HEAD"]));
        command
            .env("PRE_COMMIT", hook)
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(check("1"), Some(2));
    assert_eq!(check(""), Some(0));
}

#[test]
fn a_repository_of_somebody_else_is_read_when_git_trusts_it() {
    let scratch = staged_on_top(&[]);
    let trusted = scratch.beside("trusted");
    std::fs::write(&trusted, "[safe]\n\tdirectory = *\n").unwrap();
    // git answers as if the folder belonged to another user; so does libgit2 when it really does.
    let is_root = std::os::unix::fs::chown(scratch.root(), Some(12345), None).is_ok();
    if is_root {
        std::os::unix::fs::chown(scratch.root().join(".git"), Some(12345), None).unwrap();
    }
    let check = |config: &str| {
        let mut command = Command::new(program("check-version"));
        scratch.scrub(command.args(["--staged", "--list"]));
        command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        let output = command.env("GIT_CONFIG_GLOBAL", config).output().unwrap();
        (output.status.code(), crate::support::text(&output))
    };
    let (status, said) = check(trusted.to_str().unwrap());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("pkg/__init__.py:1:16  mirror  2 "), "{said}");
    if is_root {
        let (status, said) = check("/dev/null");
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("safe.directory"), "{said}");
    }
}

#[test]
fn links_lead_inside_the_tree_only() {
    let dynamic = "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = {attr = \"pkg.__version__\"}\n";
    let outside = Scratch::new();
    outside.write("__init__.py", module("66"));
    let absolute = outside.root();
    let file = absolute.join("__init__.py");
    let upwards = "../../../../../../../../../../../../".to_owned() + &file.to_str().unwrap()[1..];
    let link = |name: &'static str, target: &str| (name, target.to_owned());
    for (what, links, expected) in [
        ("to a folder", vec![link("pkg", "real/pkg")], "1"),
        (
            "through two",
            vec![link("pkg", "far/pkg"), link("far", "real")],
            "1",
        ),
        (
            "to a file",
            vec![link(MODULE, "../real/pkg/__init__.py")],
            "1",
        ),
        ("dangling", vec![link(MODULE, "gone.py")], "-"),
        (
            "a loop",
            vec![
                link(MODULE, "other.py"),
                link("pkg/other.py", "__init__.py"),
            ],
            "-",
        ),
        ("a folder in itself", vec![link("pkg", "pkg")], "-"),
        (
            "an absolute folder",
            vec![link("pkg", absolute.to_str().unwrap())],
            "-",
        ),
        (
            "an absolute file",
            vec![link(MODULE, file.to_str().unwrap())],
            "-",
        ),
        ("upwards", vec![link(MODULE, &upwards)], "-"),
    ] {
        let scratch =
            Scratch::with_commit(&[(TOML, dynamic), ("real/pkg/__init__.py", &module("1"))]);
        for (name, target) in links {
            let path = scratch.root().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            symlink(target, path).unwrap();
        }
        scratch.git(&["add", "-A"]);
        scratch.git(&["commit", "-qm", "links"]);
        assert_eq!(seen(&scratch), [expected; 3], "{what}");
    }
}

#[test]
fn entries_that_are_no_plain_files() {
    let intent = committed(&[]);
    intent.git(&["rm", "-q", "--cached", MODULE]);
    intent.git(&["add", "-N", MODULE]);
    let folder = committed(&[]);
    folder.git(&["config", "core.ignoreCase", "true"]);
    for name in ["pkg/Zed.py", "pkg/a.py", "Zed", "Other/x"] {
        folder.write(name, "");
    }
    folder.git(&["add", "-A"]);
    let crlf = committed(&[]);
    crlf.git(&["config", "core.autocrlf", "true"]);
    crlf.write(MODULE, "__version__ = \"1\"\r\n");
    crlf.git(&["add", "-A"]);
    let filtered = committed(&[(".gitattributes", "*.py filter=nine text=auto\n")]);
    filtered.git(&["config", "filter.nine.clean", "sed s/9/1/"]);
    filtered.write(MODULE, module("9"));
    filtered.git(&["add", "-A"]);
    let named = committed(&[("a b\n'c'", "")]);
    let bytes = std::ffi::OsStr::from_bytes(b"src-\xff\n");
    std::fs::create_dir(named.root().join(bytes)).unwrap();
    std::fs::write(named.root().join(bytes).join("__init__.py"), "").unwrap();
    named.git(&["add", "-A"]);
    let ignored = committed(&[(".gitignore", "aside/\n")]);
    ignored.write("aside/pyproject.toml", toml("9"));
    ignored.write("aside/broken/setup.cfg", "[metadata]\nname\n");
    let nested = committed(&[]);
    nested.write("clone/pyproject.toml", "[project]\nversion = \n");
    nested.write("clone/.git", "gitdir: elsewhere\n");
    for (what, scratch, expected) in [
        ("announced only", intent, ["1", "-", "1"]),
        ("names that differ in case", folder, ["1", "1", "1"]),
        ("line ends", crlf, ["1", "1", "1"]),
        ("a filter", filtered, ["9", "1", "1"]),
        ("names that are no text", named, ["1", "1", "1"]),
        ("an ignored project", ignored, ["1", "1", "1"]),
        ("a repository inside", nested, ["1", "1", "1"]),
    ] {
        assert_eq!(seen(&scratch), expected, "{what}");
        let (status, ..) = scratch.program("check-version", &["--root", "."]);
        assert_eq!(status == 0, expected[0] == "1", "{what}, at `.`");
    }
}

#[test]
fn a_submodule_is_another_project() {
    let inner = committed(&[]);
    let scratch = committed(&[]);
    let url = inner.root();
    let add = [
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
    ];
    scratch.git(&[&add[..], &[url.to_str().unwrap(), "packages/inner"]].concat());
    scratch.git(&["commit", "-qm", "inner"]);
    scratch.write("packages/inner/pkg/__init__.py", module("9"));
    for args in VIEWS {
        let (status, out, error) = scratch.program("check-version", args);
        assert_eq!(status, 0, "{args:?}: {out}{error}");
    }
}

#[test]
fn an_ordinary_repository_needs_no_git_command() {
    let scratch = staged_on_top(&[]);
    for (args, expected) in VIEWS.into_iter().zip(["3", "2", "1"]) {
        let mut command = Command::new(program("check-version"));
        scratch.scrub(command.arg("--list").args(args));
        let output = command.env("PATH", "/nowhere").output().unwrap();
        let said = crate::support::text(&output);
        let line = format!("{MODULE}:1:16  mirror  {expected}");
        assert!(said.contains(&line), "{args:?}: {said}");
    }
}
