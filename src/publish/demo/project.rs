//! The files of the demo's project.

/// The project's name.
pub(super) const NAME: &str = "acme-platform";
/// The name it is imported by.
pub(super) const IMPORT: &str = "acme_platform";
/// The module that declares the version.
pub(super) const MODULE: &str = "src/acme_platform/__init__.py";

/// Path and text of each file.
pub(super) const FILES: &[(&str, &str)] = &[
    ("src/pyproject.toml", PYPROJECT),
    ("src/MANIFEST.in", "include CHANGELOG.md\n"),
    (
        "src/README.md",
        "# acme-platform\n\nA project to show a release with.\n",
    ),
    ("src/CHANGELOG.md", CHANGELOG),
    (
        MODULE,
        "\"\"\"A platform of modules and stacks.\"\"\"\n\n__version__ = \"1.0.45\"\n",
    ),
    (
        "src/acme_platform/models/__init__.py",
        "\"\"\"Models.\"\"\"\n",
    ),
    (
        "src/acme_platform/utils/__init__.py",
        "\"\"\"Utilities.\"\"\"\n",
    ),
    (".gitignore", "/dist/\n"),
];

const PYPROJECT: &str = r#"[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "acme-platform"
version = "1.0.45"
description = "A project to show a release with"
readme = "README.md"
requires-python = ">=3.9"
license = "MIT"
authors = [{ name = "Acme" }]
classifiers = ["Programming Language :: Python :: 3"]

[tool.setuptools.packages.find]
include = ["acme_platform*"]

[tool.bumpversion]
current_version = "1.0.45"
tag_name = "{new_version}"
tag = true
commit = true

[[tool.bumpversion.files]]
filename = "acme_platform/__init__.py"
"#;

const CHANGELOG: &str = "\
# Changelog

All notable changes to this project are documented in this file.
The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

### Fixed

- Stacks are torn down in the order in which they depend on each other.

## [1.0.45] - 2026-10-01

### Added

- Modules can be loaded lazily.
";
