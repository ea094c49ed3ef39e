//! Projects of many kinds: several packages, a version from the tag, a version in many places.
use crate::support::{Scratch, program, seed, text, tools};
use std::process::Command;

#[test]
fn every_place_of_the_version_is_in_the_release() {
    let scratch = Scratch::with_commit(&[
        (
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n",
        ),
        (
            "acme.py",
            "__version__ = \"1.2.0\"\nversion_info = (1, 2, 0)\n",
        ),
        (
            "package.json",
            "{\"name\": \"acme\", \"version\": \"1.2.0\"}\n",
        ),
        (
            "CITATION.cff",
            "title: acme\nversion: 1.2.0\ndate-released: 2025-12-31\n",
        ),
        ("docs/conf.py", "version = \"1.2\"\nrelease = \"1.2.0\"\n"),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.2.0] - 2025-12-31\n\n- Old.\n",
        ),
    ])
    .with_remote();
    let mut command = Command::new(program("publish"));
    command.args(["release", "minor", "--dry-run"]);
    let output = scratch
        .scrub(&mut command)
        .env("SOURCE_DATE_EPOCH", "1767323045")
        .output()
        .unwrap();
    let said = text(&output);
    let added: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix("    +"))
        .filter(|line| !line.starts_with("++"))
        .collect();
    assert_eq!(
        added,
        [
            "version: 1.3.0",
            "date-released: 2026-01-02",
            "__version__ = \"1.3.0\"",
            "version_info = (1, 3, 0)",
            "version = \"1.3\"",
            "release = \"1.3.0\"",
            "{\"name\": \"acme\", \"version\": \"1.3.0\"}",
            "version = \"1.3.0\"",
            "## [1.3.0] - 2026-01-02",
            "",
        ],
        "{said}"
    );
}

#[test]
fn packages_of_one_repository_are_released_one_after_the_other() {
    tools();
    for (format, tags) in [
        ("{name}-v{version}", "one-v1.0.46\ntwo-v1.0.46"),
        // Nothing in such a tag says whose it is.
        ("v{version}", "v1.0.46\nv2.0.1"),
    ] {
        let pyproject = |name: &str, version: &str| {
            let table = seed::PYPROJECT.split("[tool.bumpversion]").next().unwrap();
            table
                .replace("acme-platform", name)
                .replace("1.0.45", version)
        };
        let two = if format.contains("name") {
            "1.0.45"
        } else {
            "2.0.0"
        };
        let scratch = Scratch::with_commit(&[
            (
                "release-guard.toml",
                &format!("tag-format = \"{format}\"\n"),
            ),
            ("one/pyproject.toml", &pyproject("one", "1.0.45")),
            ("one/backend.py", seed::BACKEND),
            ("one/one/__init__.py", ""),
            ("two/pyproject.toml", &pyproject("two", two)),
            ("two/backend.py", seed::BACKEND),
            ("two/two/__init__.py", ""),
        ]);
        for name in ["one", "two", "two"] {
            let args = ["release", "patch", "--yes", "--package", name];
            let (status, out, said) = scratch.program("publish", &args);
            assert_eq!(status, 0, "{format}, {name}: {out}{said}");
        }
        assert_eq!(scratch.git(&["tag", "--list"]), tags);
        assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "3");
        assert_eq!(scratch.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn a_project_versioned_by_its_tags_is_built_as_the_new_tag() {
    tools();
    let pyproject = "[build-system]\nrequires = [\"setuptools>=77\", \"setuptools-scm>=8\"]\nbuild-backend = \"setuptools.build_meta\"\n\n[project]\nname = \"acme-scm\"\ndynamic = [\"version\"]\ndescription = \"Versioned by its tags\"\nlicense = \"MIT\"\n\n[tool.setuptools_scm]\n";
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", pyproject),
        ("src/acme_scm/__init__.py", ""),
        (".gitignore", "/dist/\n"),
    ])
    .with_remote();
    scratch.git(&["tag", "-a", "-m", "first", "v1.2.0"]);
    scratch.git(&["commit", "-q", "--allow-empty", "-m", "work"]);
    let (status, out, said) = scratch.program("publish", &["release", "minor", "--yes"]);
    assert_eq!(status, 0, "{out}{said}");
    assert!(out.starts_with("acme-scm 1.3.0 is released\n"), "{out}");
    assert_eq!(
        scratch.git(&["rev-list", "--count", "HEAD"]),
        "2",
        "no commit was needed"
    );
    assert_eq!(scratch.git(&["describe"]), "v1.3.0");
    assert!(
        scratch
            .root()
            .join("dist/acme_scm-1.3.0-py3-none-any.whl")
            .exists()
    );
    let (status, out, _) = scratch.program("publish", &["release", "minor", "--yes"]);
    assert_eq!(
        (status, out.contains("1.3.0 is released already")),
        (0, true),
        "{out}"
    );
}
