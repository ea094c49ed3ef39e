//! `check-version` beside git: files that it does not record, and release tags.
use crate::support::Scratch;

/// The configuration of bump-my-version in a project whose version stands below `src`.
const TOML: &str = "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n";
const MODULE: &str = "src/pkg/__init__.py";

/// A project whose version stands in a module.
const POINTING: &str = "[project]\nname = \"pkg\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = { attr = \"pkg.__version__\" }\n";

/// Runs `check-version` and returns its findings, each as `severity[rule]: message`.
fn findings(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let (_, out, error) = scratch.program("check-version", args);
    assert_eq!(error, "", "{out}");
    let is_finding = |line: &&str| {
        let mut words = ["error[", "warning[", "note["].iter();
        words.any(|word| line.starts_with(word))
    };
    out.lines().filter(is_finding).map(str::to_owned).collect()
}

#[test]
fn a_file_that_git_does_not_record_declares_nothing() {
    let module = "__version__ = \"1.2.3\"\n";
    let worktree = "[untracked-declaration]: `pkg` declares `1.2.3` in `src/pkg/__init__.py`, which git does not record";
    let elsewhere = "[untracked-declaration]: `pkg` declares its version in `src/pkg/__init__.py`, which git does not record";
    let dangling = "[dangling-version-pointer]: `pkg.__version__` says where the version is, but there is no `src/pkg.py`";
    // What was done to the module, and what is said of the working tree, of what is staged, and of the commit.
    type Case = (&'static str, fn(&Scratch), [String; 3]);
    let said = |severity: &str, message: &str| format!("{severity}{message}");
    let cases: [Case; 4] = [
        (
            "untracked",
            |_| {},
            [
                said("error", worktree),
                said("warning", elsewhere),
                said("error", elsewhere),
            ],
        ),
        (
            "announced",
            |scratch| drop(scratch.git(&["add", "-N", MODULE])),
            [
                said("error", worktree),
                said("warning", elsewhere),
                said("error", elsewhere),
            ],
        ),
        (
            "ignored",
            |scratch| scratch.write(".git/info/exclude", "pkg/\n"),
            [
                String::new(),
                said("error", dangling),
                said("error", dangling),
            ],
        ),
        (
            "staged",
            |scratch| drop(scratch.git(&["add", "-A"])),
            [String::new(), String::new(), said("error", dangling)],
        ),
    ];
    for format in ["sha1", "sha256"] {
        for (what, change, expected) in &cases {
            let scratch = Scratch::new();
            scratch.git(&["init", "-q", "-b", "main", "--object-format", format]);
            scratch.write("pyproject.toml", POINTING);
            scratch.git(&["add", "-A"]);
            scratch.git(&["commit", "-q", "-m", "start"]);
            scratch.write(MODULE, module);
            change(&scratch);
            for (args, expected) in [&[][..], &["--staged"], &["--rev", "HEAD"]]
                .iter()
                .zip(expected)
            {
                let said = findings(&scratch, args).join("\n");
                assert_eq!(said, *expected, "{what}, {format}, {args:?}");
            }
        }
    }
}

#[test]
fn a_package_that_git_does_not_know_at_all_is_left_in_peace() {
    let scratch = Scratch::with_commit(&[("README.md", "")]);
    scratch.write("pyproject.toml", POINTING);
    scratch.write(MODULE, "__version__ = \"1.2.3\"\n");
    assert_eq!(findings(&scratch, &[]), [""; 0]);
}

#[test]
fn versions_are_compared_with_the_tags_of_their_own_package() {
    let project = |name: &str, version: &str| {
        format!("[project]\nname = \"{name}\"\nversion = \"{version}\"\n")
    };
    let head = |tag: &str, package: &str, declared: &str| {
        let version = tag.trim_start_matches(|c: char| !c.is_ascii_digit());
        format!(
            "[head-tag-mismatch]: the tag `{tag}` is of version `{version}`, but `{package}` declares `{declared}`"
        )
    };
    let lower = |package: &str, declared: &str, tag: &str| {
        let version = tag.trim_start_matches(|c: char| !c.is_ascii_digit());
        format!(
            "[version-not-increased]: `{package}` declares `{declared}`, which is lower than `{version}`, released by the tag `{tag}`"
        )
    };
    let again = "error[version-not-increased]: `core` declares `1.2.5`, which the tag `core-v1.2.5` has released already";
    // Tags on the commit before, tags on HEAD, arguments, what is said; `core` is 1.2.5 and `cli` 0.3.
    type Case<'c> = [&'c [&'c str]; 3];
    let cases: [(Case<'_>, &[String]); 17] = [
        ([&["core-v1.1.0", "cli-v0.3"], &[], &[]], &[]),
        ([&["core-v1.2.5"], &[], &[]], &[]),
        (
            [&["core-v1.3.0"], &[], &[]],
            &[format!("note{}", lower("core", "1.2.5", "core-v1.3.0"))],
        ),
        (
            [&[], &["core-v1.3.0"], &[]],
            &[format!("note{}", head("core-v1.3.0", "core", "1.2.5"))],
        ),
        (
            [&[], &["core-v1.3.0"], &["--rev", "HEAD"]],
            &[format!("note{}", head("core-v1.3.0", "core", "1.2.5"))],
        ),
        ([&[], &["core-v1.3.0", "core-v1.2.5"], &[]], &[]),
        ([&[], &["core-v1.2", "core-v1"], &[]], &[]),
        ([&[], &["v9.0.0", "nightly-2026.1.1"], &[]], &[]),
        (
            [&["cli-v0.2"], &["core-v1.2.5"], &["--tag", "core-v1.2.5"]],
            &[],
        ),
        (
            [
                &["core-v1.2.5"],
                &["core-v1.3.0"],
                &["--tag", "core-v1.3.0"],
            ],
            &[
                format!("error{}", head("core-v1.3.0", "core", "1.2.5")),
                again.to_owned(),
            ],
        ),
        (
            [
                &["core-v1.2.5"],
                &[],
                &["--tag", "core-v1.2.5", "--rev", "HEAD"],
            ],
            &[],
        ),
        (
            [&["cli-v0.3", "cli-v9.0"], &[], &["--tag", "core-v1.2.5"]],
            &[],
        ),
        ([&["core-v1.3.0"], &[], &["--staged"]], &[]),
        // A pre-release of a later line holds up no release, and one of the same line does.
        ([&["core-v1.3.0rc1"], &[], &[]], &[]),
        (
            [&["core-v1.2.5.post1"], &[], &[]],
            &[format!(
                "note{}",
                lower("core", "1.2.5", "core-v1.2.5.post1")
            )],
        ),
        // A short name moves along, and a tag may be of something else.
        ([&["core-v1.2.5"], &["core-v1"], &["--tag", "core-v1"]], &[]),
        (
            [
                &["py-0.3", "py-1.2.5"],
                &["rs-0.9.1"],
                &["--tag", "rs-0.9.1"],
            ],
            &[],
        ),
    ];
    for annotated in [false, true] {
        for ([before, now, args], expected) in &cases {
            let scratch = Scratch::with_commit(&[
                ("core/pyproject.toml", &project("core", "1.2.5")),
                ("cli/pyproject.toml", &project("cli", "0.3")),
            ]);
            let tag = |name: &str| match annotated {
                true => scratch.git(&["tag", "-m", "x", name]),
                false => scratch.git(&["tag", name]),
            };
            before.iter().for_each(|name| drop(tag(name)));
            scratch.git(&["commit", "-q", "--allow-empty", "-m", "next"]);
            now.iter().for_each(|name| drop(tag(name)));
            assert_eq!(
                findings(&scratch, args),
                *expected,
                "{before:?} {now:?} {args:?}"
            );
        }
    }
}

#[test]
fn an_edited_tree_on_a_tagged_commit_is_a_bump_in_progress() {
    let scratch = Scratch::with_commit(&[("src/pyproject.toml", TOML)]);
    scratch.git(&["tag", "v1.2.3"]);
    scratch.write("src/pyproject.toml", TOML.replace("1.2.3", "1.3.0"));
    assert_eq!(findings(&scratch, &[]), [""; 0]);
    scratch.write("src/pyproject.toml", TOML.replace("1.2.3", "1.2.0"));
    assert_eq!(
        findings(&scratch, &[]),
        [
            "note[version-not-increased]: the package in `src` declares `1.2.0`, which is lower than `1.2.3`, released by the tag `v1.2.3`"
        ]
    );
}

#[test]
fn a_tag_that_may_move_is_no_release() {
    let scratch = Scratch::with_commit(&[("src/pyproject.toml", TOML)]);
    scratch.git(&["tag", "v2026.11"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let [found] = findings(&scratch, &["--rev", "HEAD"]).try_into().unwrap();
    assert!(found.contains("version-not-increased"), "{found}");
    scratch.write("release-guard.toml", "[tags]\nfloating = [\"v2026.*\"]\n");
    scratch.git(&["add", "release-guard.toml"]);
    scratch.git(&["commit", "-q", "-m", "it moves"]);
    assert_eq!(findings(&scratch, &["--rev", "HEAD"]), [""; 0]);
}

#[test]
fn where_history_was_cut_off_only_what_is_known_is_said() {
    let scratch = Scratch::with_commit(&[("src/pyproject.toml", TOML)]);
    scratch.git(&["tag", "v1.3.0"]);
    for message in ["one", "two"] {
        scratch.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }
    let said = |name: &str, depth: &str| {
        let clone = scratch.beside(name);
        let source = format!("file://{}", scratch.root().display());
        let depth = format!("--depth={depth}");
        scratch.git(&["clone", "-q", &depth, &source, clone.to_str().unwrap()]);
        scratch.git(&[
            "-C",
            clone.to_str().unwrap(),
            "fetch",
            "-q",
            "--depth=1",
            "origin",
            "tag",
            "v1.3.0",
        ]);
        findings(&scratch, &["--root", clone.to_str().unwrap()])
    };
    assert_eq!(said("whole", "9").len(), 1);
    assert_eq!(said("cut", "1"), [""; 0]);
}

#[test]
fn a_push_of_a_tag_says_that_git_lacks_the_file() {
    let scratch = Scratch::with_commit(&[("pyproject.toml", POINTING)]).with_remote();
    scratch.write(MODULE, "__version__ = \"1.2.3\"\n");
    scratch.git(&["tag", "v1.2.3"]);
    let (status, out, error) = scratch.program("tag-guard", &["check", "v1.2.3"]);
    assert_eq!(status, 1, "{out}{error}");
    assert!(out.contains("error[untracked-declaration]"), "{out}");
    assert!(!out.contains("dangling-version-pointer"), "{out}");
}
