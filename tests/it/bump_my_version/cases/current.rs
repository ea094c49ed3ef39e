//! Where the current version comes from when no configuration says it.
use super::super::case::{Case, case, tree};

const NOTES: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

/// A project that says its version, and a file.
macro_rules! project {
    ($settings:literal) => {
        concat!(
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\nfiles = [{ filename = \"notes.txt\" }]\n",
            $settings
        )
    };
}

/// The cases.
pub const CASES: &[Case] = &[
    tree("current: the project's version", &[("pyproject.toml", project!("")), NOTES], &["minor"]),
    tree("current: the project's version, not the tag's", &[("pyproject.toml", project!("")), NOTES], &["minor"])
        .given("git tag v1.2.2"),
    tree("current: the project's version, committed and tagged", &[("pyproject.toml", project!("commit = true\ntag = true\n")), NOTES], &["minor"]),
    case("current: the last tag", "\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["minor"])
        .given("git tag v1.2.3"),
    case("current: the last tag, some commits ago", "\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["minor"])
        .given("git tag v1.2.1; git commit -q --allow-empty -m one; git tag -a v1.2.3 -m out; git commit -q --allow-empty -m two"),
    case("current: the last tag of its name", "\ntag_name = \"acme-{new_version}\"\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["patch"])
        .given("git tag acme-1.2.3; git commit -q --allow-empty -m one; git tag other-3.0.0; git tag v2.0.0"),
    case("current: the last tag on this branch", "\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["patch"])
        .given("git tag v1.2.3; git checkout -q -b other; git commit -q --allow-empty -m one; git tag v2.0.0; git checkout -q main"),
    case("current: the configured version, not the tag's", "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["patch"])
        .given("git tag v1.2.2"),
    case("current: the configured version, later than the tag's", "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\" }]\n", &[NOTES], &["patch"])
        .given("git tag v0.9.0; git tag v0.8.0; git commit -q --allow-empty -m one"),
    case("current: a tag of a version in other words", "\nparse = '(?P<major>\\d+)\\.(?P<minor>\\d+)(rc(?P<rc>\\d+))?'\nserialize = [\"{major}.{minor}rc{rc}\", \"{major}.{minor}\"]\ntag_name = \"{new_version}\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n", &[("notes.txt", "1.2rc3\n")], &["rc"])
        .given("git tag 1.2rc3"),
];
