//! `changelog-guard` as users and git run it.
use crate::support::Scratch;

const LOG: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Sorting, see [#7]\n\n## [1.0.0] - 2026-01-02\n\n- First\n\n[Unreleased]: https://h/o/r/compare/v1.0.0...HEAD\n[1.0.0]: https://h/o/r/releases/tag/v1.0.0\n[#7]: https://h/o/r/issues/7\n";
const PYPROJECT: &str = "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n";

fn project() -> Scratch {
    Scratch::with_commit(&[("pyproject.toml", PYPROJECT), ("CHANGELOG.md", LOG)])
}

#[test]
fn a_project_without_a_changelog_is_left_in_peace() {
    let scratch = Scratch::with_commit(&[("pyproject.toml", PYPROJECT)]);
    let (status, out, _) = scratch.program("changelog-guard", &[]);
    assert_eq!(
        (status, &*out),
        (0, "changelog-guard: nothing wrong in the working tree\n")
    );
    scratch.git(&["tag", "v1.0.0"]);
    assert_eq!(
        scratch
            .program("changelog-guard", &["check", "--tag", "v1.0.0"])
            .0,
        0
    );
}

#[test]
fn lint_shows_both_sections_of_a_version() {
    let scratch = project();
    assert_eq!(scratch.program("changelog-guard", &["lint"]).0, 0);
    scratch.write(
        "CHANGELOG.md",
        LOG.replace("[Unreleased]\n", "[1.0] - 2026-01-03\n"),
    );
    let (status, out, _) = scratch.program("changelog-guard", &[]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("error[duplicate-version]: version `1.0.0` has two sections: `[1.0] - 2026-01-03` and `[1.0.0] - 2026-01-02`"), "{out}");
    assert!(out.contains("CHANGELOG.md:9:4"), "{out}");
}

#[test]
fn lint_in_a_hook_looks_at_what_is_staged() {
    let scratch = project();
    scratch.write(
        ".git/hooks/pre-commit",
        "#!/bin/sh\nexec changelog-guard lint\n",
    );
    executable(&scratch, "pre-commit");
    scratch.write(
        "CHANGELOG.md",
        LOG.replace(
            "- First",
            "<<<<<<< HEAD\n- First\n=======\n- 1st\n>>>>>>> topic",
        ),
    );
    scratch.write("a.txt", "a");
    scratch.git(&["add", "a.txt"]);
    assert_eq!(
        scratch.try_git(&["commit", "-qm", "only a"]).0,
        0,
        "the broken file is not staged"
    );
    let (status, said) = scratch.try_git(&["commit", "-qam", "all"]);
    assert_eq!(status, 1);
    assert!(
        said.contains("error[conflict-marker]: `CHANGELOG.md` holds an unresolved merge"),
        "{said}"
    );
}

#[test]
fn notes_are_the_section_as_markdown() {
    let scratch = project();
    let (status, out, _) = scratch.program("changelog-guard", &["notes", "v1.0.0"]);
    assert_eq!((status, &*out), (0, "- First\n"));
    let (status, out, _) = scratch.program("changelog-guard", &["notes", "unreleased"]);
    assert_eq!(
        (status, &*out),
        (
            0,
            "### Added\n\n- Sorting, see [#7]\n\n[#7]: https://h/o/r/issues/7\n"
        )
    );
    let (status, out, error) = scratch.program("changelog-guard", &["notes", "9.9"]);
    assert_eq!(
        (status, &*out, &*error),
        (2, "", "error: `CHANGELOG.md` has no section for `9.9`\n")
    );
    assert_eq!(
        scratch.program("changelog-guard", &["notes", "latest"]).0,
        2
    );
}

#[test]
fn roll_makes_unreleased_the_version_and_does_it_once() {
    let scratch = project();
    let roll = |more: &[&str]| {
        scratch.program(
            "changelog-guard",
            &[&["roll", "1.1.0", "--date", "2026-02-03"], more].concat(),
        )
    };
    let (status, out, _) = roll(&["--dry-run"]);
    assert_eq!(status, 0);
    assert!(
        out.starts_with("--- a/CHANGELOG.md\n+++ b/CHANGELOG.md\n"),
        "{out}"
    );
    assert_eq!(
        scratch.read("CHANGELOG.md"),
        LOG,
        "a dry run writes nothing"
    );
    let (status, _, said) = roll(&[]);
    assert_eq!(
        (status, &*said),
        (0, "`CHANGELOG.md`: what was unreleased is `1.1.0` now\n")
    );
    let expected = LOG
        .replace(
            "## [Unreleased]\n",
            "## [Unreleased]\n\n## [1.1.0] - 2026-02-03\n",
        )
        .replace(
            "compare/v1.0.0...HEAD\n",
            "compare/v1.1.0...HEAD\n[1.1.0]: https://h/o/r/compare/v1.0.0...v1.1.0\n",
        );
    assert_eq!(scratch.read("CHANGELOG.md"), expected);
    let (status, _, said) = roll(&[]);
    assert_eq!(
        (status, &*said),
        (
            0,
            "`CHANGELOG.md` has its section for `1.1.0` already; nothing to do\n"
        )
    );
    assert_eq!(scratch.read("CHANGELOG.md"), expected);
}

#[test]
fn a_commit_that_raises_the_version_brings_its_changelog() {
    let scratch = project();
    scratch.write(
        ".git/hooks/commit-msg",
        "#!/bin/sh\nexec changelog-guard commit-msg \"$1\" --strict\n",
    );
    executable(&scratch, "commit-msg");
    scratch.write("pyproject.toml", PYPROJECT.replace("1.0.0", "1.1.0"));
    let (status, said) = scratch.try_git(&["commit", "-qam", "Release 1.1.0"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("[release-commit-incomplete]: the version goes from `1.0.0` to `1.1.0` in this commit, and `CHANGELOG.md` is not changed"), "{said}");
    scratch.program(
        "changelog-guard",
        &["roll", "1.1.0", "--date", "2026-02-03"],
    );
    let (status, said) =
        scratch.try_git(&["commit", "-qm", "Release 1.1.0", "--", "pyproject.toml"]);
    assert_eq!(
        status, 1,
        "the changelog is not part of this commit: {said}"
    );
    assert_eq!(
        scratch.try_git(&["commit", "-qam", "Release 1.1.0"]),
        (0, "changelog-guard: nothing wrong in the commit\n".into())
    );
}

#[test]
fn a_trailer_that_means_nothing_is_refused() {
    let scratch = project();
    scratch.write(
        ".git/hooks/commit-msg",
        "#!/bin/sh\nexec changelog-guard commit-msg \"$1\" -q\n",
    );
    executable(&scratch, "commit-msg");
    let commit = |message: &str| scratch.try_git(&["commit", "-q", "--allow-empty", "-m", message]);
    let (status, said) = commit("Sort\n\nChangelog: skpi");
    assert_eq!(status, 1);
    assert!(
        said.contains("error[skip-invalid]: `Changelog: skpi` means nothing"),
        "{said}"
    );
    assert!(said.contains("commit message:3:12"), "{said}");
    assert_eq!(commit("Sort\n\nChangelog: skip").0, 0);
    assert_eq!(
        commit("Changelog: what is this").0,
        0,
        "a subject is no trailer"
    );
}

#[test]
fn a_tag_needs_its_section() {
    let scratch = project().with_remote();
    scratch.git(&["tag", "v1.0.0"]);
    assert_eq!(
        scratch
            .program("changelog-guard", &["check", "--tag", "v1.0.0"])
            .0,
        0
    );
    assert_eq!(
        scratch.program("changelog-guard", &["check"]).0,
        0,
        "the declared version at HEAD"
    );
    let (status, out, said) = scratch.program("changelog-guard", &["check", "--tag", "v1.1.0"]);
    assert_eq!(status, 1, "{out}");
    assert!(
        said.contains("note: there is no tag `v1.1.0` yet"),
        "{said}"
    );
    assert!(out.contains("error[release-section-missing]: `CHANGELOG.md` has no section for version `1.1.0`; its newest one is `1.0.0`"), "{out}");
    scratch.write(
        ".git/hooks/pre-push",
        "#!/bin/sh\nexec changelog-guard pre-push \"$@\"\n",
    );
    executable(&scratch, "pre-push");
    scratch.git(&["push", "-q", "origin", "v1.0.0"]);
    scratch.git(&["tag", "v1.1.0"]);
    let (status, said) = scratch.try_git(&["push", "-q", "origin", "v1.1.0"]);
    assert_eq!(status, 1);
    assert!(said.contains("error[release-section-missing]"), "{said}");
    scratch.git(&["push", "-q", "origin", ":v1.0.0"]);
}

#[test]
fn a_tag_that_nothing_declares_is_judged_by_the_changelog_of_the_only_package() {
    let scratch = Scratch::with_commit(&[
        (
            "src/pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
        ),
        (
            "src/CHANGELOG.md",
            "# Changelog\n\n## 1.0.0 - 2026-01-02\n\n- A\n",
        ),
    ]);
    let (status, out, _) = scratch.program("changelog-guard", &["check", "--tag", "v1.1.0"]);
    assert_eq!(status, 1, "{out}");
    assert!(
        out.contains(
            "error[release-section-missing]: `src/CHANGELOG.md` has no section for version `1.1.0`"
        ),
        "{out}"
    );
}

fn executable(scratch: &Scratch, hook: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = scratch.root().join(".git/hooks").join(hook);
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
