//! The project that releases are tested on: a package in `src/`, its version in three places, a changelog.
use super::Scratch;

/// Needs nothing from an index to be built, so that tests of the release are not tests of the network.
pub const BACKEND: &str = include_str!("backend.py");

pub const PYPROJECT: &str = r#"[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "acme-platform"
version = "1.0.45"

[tool.bumpversion]
current_version = "1.0.45"
tag_name = "{new_version}"

[[tool.bumpversion.files]]
filename = "acme_platform/__init__.py"
"#;

pub const CHANGELOG: &str = "\
# Changelog

## [Unreleased]

### Fixed

- Stacks are torn down in order.

## [1.0.45] - 2025-12-01

### Added

- Modules.
";

/// The seed layout, committed on `main`, with a bare `origin`.
pub fn seed() -> Scratch {
    Scratch::with_commit(&[
        ("src/pyproject.toml", PYPROJECT),
        ("src/backend.py", BACKEND),
        ("src/MANIFEST.in", "include CHANGELOG.md\n"),
        ("src/CHANGELOG.md", CHANGELOG),
        (
            "src/acme_platform/__init__.py",
            "\"\"\"A platform.\"\"\"\n\n__version__ = \"1.0.45\"\n",
        ),
        ("src/acme_platform/models/__init__.py", ""),
        ("notes.txt", "one\n"),
        (".gitignore", "/dist/\n"),
    ])
    .with_remote()
}
