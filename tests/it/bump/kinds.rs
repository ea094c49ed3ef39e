//! Versions without a configuration of bump-my-version: kinds, dates, what commits ask for, tags as versions.
use crate::support::Scratch;

/// A project of this version, and what `publish bump KIND --dry-run` makes of it.
fn next(version: &str, config: &str, kind: &str) -> String {
    let scratch = Scratch::with_commit(&[(
        "pyproject.toml",
        &format!("[project]\nname = \"acme\"\nversion = \"{version}\"\n{config}"),
    )]);
    let (_, _, said) = scratch.program("publish", &["bump", kind, "--dry-run"]);
    said
}

#[test]
fn pre_releases_are_counted_as_configured() {
    let finalize =
        "[tool.release-guard.bump]\npre-release-bump = \"finalize\"\nfirst-pre-release = 0\n";
    assert_eq!(
        next("1.2.3rc1", finalize, "patch"),
        "1.2.3rc1 → 1.2.3\nnote: `patch` leads from the pre-release `1.2.3rc1` to `1.2.3`; `pre-release-bump` in `[tool.release-guard.bump]` could make it `1.2.4`\n"
    );
    assert_eq!(next("1.2.3", finalize, "minor+rc"), "1.2.3 → 1.3.0rc0\n");
    assert_eq!(next("1.2.3", "", "minor+rc"), "1.2.3 → 1.3.0rc1\n");
    assert_eq!(
        next("1.2.3", "", "v2.0"),
        "1.2.3 → 2.0\nnote: `v2.0` is written as `2.0`\n"
    );
}

#[test]
fn a_version_may_be_a_date() {
    let calver = "[tool.release-guard.bump]\ncalver = \"YYYY.MM.INC0\"\n";
    let said = next("2026.1.4", calver, "calver");
    let (_, to) = said.trim().split_once(" → ").unwrap();
    let parts: Vec<u32> = to.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(
        parts.len() == 3 && parts[0] >= 2026 && parts[1] <= 12 && parts[2] == 0,
        "{said}"
    );
    assert!(next("2999.1.4", calver, "calver").starts_with("refused: "));
}

#[test]
fn commits_say_what_they_ask_for() {
    for (messages, version, expected) in [
        (
            &["fix: a", "docs: b"][..],
            "1.2.3",
            "1.2.3 → 1.2.4\nnote: `auto` is `patch`, because of `fix: a`\n",
        ),
        (
            &["fix: a", "feat(x): b"],
            "1.2.3",
            "1.2.3 → 1.3.0\nnote: `auto` is `minor`, because of `feat(x): b`\n",
        ),
        (
            &["feat!: a"],
            "1.2.3",
            "1.2.3 → 2.0.0\nnote: `auto` is `major`, because of `feat!: a`\n",
        ),
        (
            &["feat!: a"],
            "0.2.3",
            "0.2.3 → 0.3.0\nnote: `auto` is `minor`, because of `feat!: a`, which before 1.0 is a minor release\n",
        ),
        (
            &["docs: a"],
            "1.2.3",
            "refused: none of the 1 commits since `v1.2.3` asks for a release\nhelp: `auto` counts `feat: …`, `fix: …`, `perf: …`, `refactor: …` and what breaks; name the kind instead: `patch`\n",
        ),
    ] {
        let scratch = Scratch::with_commit(&[(
            "pyproject.toml",
            &format!("[project]\nname = \"acme\"\nversion = \"{version}\"\n"),
        )]);
        scratch.git(&[
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "feat!: before the release",
        ]);
        scratch.git(&["tag", &format!("v{version}")]);
        for message in messages {
            scratch.git(&["commit", "-q", "--allow-empty", "-m", message]);
        }
        let (_, _, said) = scratch.program("publish", &["bump", "auto", "-n"]);
        assert_eq!(said, expected, "{messages:?}");
    }
}

#[test]
fn where_the_tag_is_the_version_only_a_tag_is_made() {
    let scratch = Scratch::with_commit(&[(
        "pyproject.toml",
        "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n[tool.setuptools_scm]\n",
    )]);
    let bump = |args: &[&str]| scratch.program("publish", &[&["bump"], args].concat());
    let (status, _, said) = bump(&["patch"]);
    assert_eq!(status, 1);
    assert_eq!(
        said,
        "refused: setuptools-scm takes the version of `acme` from the last release tag, and there is none\nhelp: name the first version: `0.1.0`\n"
    );
    let (status, out, said) = bump(&["0.1.0", "--tag"]);
    assert_eq!(
        (status, out.as_str()),
        (0, "0 → 0.1.0\n  tag v0.1.0\n"),
        "{said}"
    );
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let (status, out, said) = bump(&["minor"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        out,
        "0.1.0 → 0.2.0\n  no file holds the version, because a tag does: `--tag` makes the tag `v0.2.0`\n"
    );
    let (status, out, said) = bump(&["minor", "--tag", "--commit"]);
    assert_eq!(
        (status, out.as_str()),
        (0, "0.1.0 → 0.2.0\n  tag v0.2.0\n"),
        "{said}"
    );
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "2");
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_backport_is_bumped_while_a_later_line_exists() {
    let pyproject =
        |version: &str| format!("[project]\nname = \"acme\"\nversion = \"{version}\"\n");
    let scratch = Scratch::with_commit(&[("pyproject.toml", &pyproject("1.2.3"))]);
    scratch.git(&["tag", "v1.2.3"]);
    scratch.git(&["branch", "1.2.x"]);
    scratch.write("pyproject.toml", pyproject("2.0.0"));
    scratch.git(&["commit", "-qam", "two"]);
    scratch.git(&["tag", "v2.0.0"]);
    scratch.git(&["switch", "-q", "1.2.x"]);
    let (status, out, said) = scratch.program("publish", &["bump", "patch", "--commit", "--tag"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        out.starts_with("1.2.3 → 1.2.4 in pyproject.toml\n"),
        "{out}"
    );
    assert_eq!(scratch.git(&["tag", "--points-at", "HEAD"]), "v1.2.4");
}
