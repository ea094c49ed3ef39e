//! What is in the way of a release is said before anything is written.
use super::{RELEASE, changed, files};
use crate::support::{Scratch, seed, tools};

/// A name, how it comes about, the command, its exit status, and what it says.
type Obstacle = (
    &'static str,
    fn(&Scratch),
    &'static [&'static str],
    i32,
    &'static str,
);

#[test]
fn what_is_in_the_way_is_said_before_anything_is_written() {
    tools();
    let in_the_way: &[Obstacle] = &[
        (
            "an existing tag",
            |s| {
                s.git(&["tag", "1.0.46"]);
            },
            RELEASE,
            1,
            "refused: `1.0.46` is released already: this commit contains the tag `1.0.46`",
        ),
        (
            "a merge that is not finished",
            |s| {
                s.git(&["commit", "-q", "--allow-empty", "-m", "theirs"]);
                s.git(&["branch", "theirs"]);
                s.git(&["reset", "-q", "--hard", "HEAD^"]);
                s.git(&["merge", "-q", "--no-ff", "--no-commit", "theirs"]);
            },
            RELEASE,
            1,
            "a merge is not finished",
        ),
        (
            "a file in the folder's place",
            |s| s.write("dist", ""),
            RELEASE,
            1,
            "is a file, and the distributions go into a folder of that name",
        ),
        (
            "a changelog without what is unreleased",
            |s| {
                s.write(
                    "src/CHANGELOG.md",
                    "# Changelog\n\n## [1.0.45] - 2025-12-01\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            1,
            "help: say under a heading `Unreleased` what the release changes",
        ),
        (
            "a kind where a tag belongs",
            |_| (),
            &["patch"],
            2,
            "there is no tag `patch`; `publish release patch` makes a release",
        ),
        (
            "no remote",
            |s| {
                s.git(&["remote", "remove", "origin"]);
            },
            RELEASE,
            1,
            "there is no remote to push to",
        ),
        (
            "work in the version's line",
            |s| {
                s.write(
                    "src/acme_platform/__init__.py",
                    "__version__ = \"1.0.45\"  # mine\n",
                )
            },
            RELEASE,
            1,
            "`src/acme_platform/__init__.py` has uncommitted changes in the lines that the release edits",
        ),
        (
            "versions that disagree",
            |s| {
                s.write(
                    "src/acme_platform/__init__.py",
                    "__version__ = \"1.0.44\"\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            1,
            "1.0.44",
        ),
        (
            "broken TOML",
            |s| {
                s.write(
                    "src/pyproject.toml",
                    "[project]\nname = \"acme\nversion = 1\n",
                );
                s.git(&["commit", "-qam", "oops"]);
            },
            RELEASE,
            2,
            "src/pyproject.toml",
        ),
        (
            "no Python project",
            |s| {
                s.git(&["rm", "-rq", "src"]);
                s.git(&["commit", "-qm", "oops"]);
            },
            RELEASE,
            2,
            "there is no Python package in",
        ),
        (
            "a remote that is ahead",
            |s| {
                s.git(&["commit", "-q", "--allow-empty", "-m", "theirs"]);
                s.git(&["push", "-q", "origin", "main"]);
                s.git(&["reset", "-q", "--hard", "HEAD^"]);
                s.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
            },
            RELEASE,
            1,
            "`main` on `origin` is at ",
        ),
        (
            "nothing to tell",
            |s| {
                let log = seed::CHANGELOG
                    .replace("### Fixed\n\n- Stacks are torn down in order.\n\n", "");
                s.write("src/CHANGELOG.md", log);
                s.git(&["commit", "-qam", "forget the changelog"]);
            },
            RELEASE,
            1,
            "the section of version `1.0.46` in `src/CHANGELOG.md` says nothing",
        ),
        (
            "hooks of a bump",
            |s| {
                let hooks = seed::PYPROJECT.replace(
                    "tag_name =",
                    "pre_commit_hooks = [\"no-such-program docs\"]\ntag_name =",
                );
                s.write("src/pyproject.toml", hooks);
                s.git(&["commit", "-qam", "hooks"]);
            },
            RELEASE,
            2,
            "the hook `no-such-program docs` cannot run: there is no program `no-such-program` on PATH",
        ),
        (
            "an unknown target",
            |_| (),
            &["release", "patch", "--to", "pypy", "--yes"],
            2,
            "no index is named `pypy`; these are: `local`, `github-release`, `pages-index`, `ghcr`, `pypi`, `testpypi`",
        ),
        (
            "no such interpreter",
            |_| (),
            &["release", "patch", "--python", "2.99", "--yes"],
            2,
            "2.99",
        ),
    ];
    for (name, prepare, args, expected, sentence) in in_the_way {
        let scratch = seed::seed();
        prepare(&scratch);
        let before = files(&scratch.root());
        let (status, out, said) = scratch.program("publish", args);
        assert!(
            format!("{out}{said}").contains(sentence),
            "{name}: {sentence}\n---\n{out}{said}"
        );
        assert_eq!(status, *expected, "{name}\n{out}{said}");
        assert_eq!(
            changed(&before, &files(&scratch.root())),
            Vec::<String>::new(),
            "{name}"
        );
    }
    let scratch = Scratch::new();
    let (status, _, said) = scratch.program("publish", RELEASE);
    assert_eq!(
        (status, said.contains("is not in a git repository")),
        (2, true),
        "{said}"
    );
}
