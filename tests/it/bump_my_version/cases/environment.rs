//! What the environment says: each option has a variable.
use super::super::case::{Case, case, tree};

const CONFIG: &str = "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n";

const OPEN: &str = "\nfiles = [{ filename = \"notes.txt\" }]\n";

const COMMITS: &str = "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n";

const FILES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n"), ("more.txt", "acme 1.2.3\n")];

/// The cases.
pub const CASES: &[Case] = &[
    case("variable: the new version", CONFIG, FILES, &[]).with(&[("BUMPVERSION_NEW_VERSION", "2.0.0")]),
    case("variable: the new version, which the command line says otherwise", CONFIG, FILES, &["--new-version", "3.0.0"])
        .with(&[("BUMPVERSION_NEW_VERSION", "2.0.0")]),
    case("variable: the current version", OPEN, FILES, &["patch"]).with(&[("BUMPVERSION_CURRENT_VERSION", "1.2.3")]),
    case("variable: commit and tag", CONFIG, FILES, &["patch"])
        .with(&[("BUMPVERSION_COMMIT", "true"), ("BUMPVERSION_TAG", "1")]),
    case("variable: no commit and no tag", COMMITS, FILES, &["patch"])
        .with(&[("BUMPVERSION_COMMIT", "no"), ("BUMPVERSION_TAG", "off")]),
    case("variable: a commit that the command line denies", CONFIG, FILES, &["patch", "--no-commit"])
        .with(&[("BUMPVERSION_COMMIT", "yes")]),
    case("variable: message, tag name and tag message", COMMITS, FILES, &["patch"]).with(&[
        ("BUMPVERSION_MESSAGE", "Out with {new_version}"),
        ("BUMPVERSION_TAG_NAME", "acme-{new_version}"),
        ("BUMPVERSION_TAG_MESSAGE", "acme {new_version}"),
    ]),
    case("variable: arguments of the commit", COMMITS, FILES, &["patch"])
        .with(&[("BUMPVERSION_COMMIT_ARGS", "--signoff")]),
    case("variable: a dirty tree is allowed", COMMITS, FILES, &["patch"])
        .with(&[("BUMPVERSION_ALLOW_DIRTY", "true")])
        .given("echo more >> more.txt"),
    case("variable: a dry run", COMMITS, FILES, &["patch"]).with(&[("BUMPVERSION_DRY_RUN", "1")]),
    case("variable: search and replace", OPEN, FILES, &["patch"]).with(&[
        ("BUMPVERSION_CURRENT_VERSION", "1.2.3"),
        ("BUMPVERSION_SEARCH", "acme {current_version}"),
        ("BUMPVERSION_REPLACE", "acme: {new_version}"),
    ]),
    case("variable: a pattern", OPEN, FILES, &["patch"]).with(&[
        ("BUMPVERSION_CURRENT_VERSION", "1.2.3"),
        ("BUMPVERSION_SEARCH", "^.... {current_version}"),
        ("BUMPVERSION_REGEX", "true"),
    ]),
    case("variable: parse and tag name", OPEN, FILES, &["patch"]).with(&[
        ("BUMPVERSION_CURRENT_VERSION", "1.2.3"),
        ("BUMPVERSION_PARSE", r"(?P<major>\d+)\.(?P<minor>[2])\.(?P<patch>\d+)"),
        ("BUMPVERSION_TAG_NAME", "{new_version}"),
    ]),
    case("variable: a number for a part", CONFIG, FILES, &["minor"]).with(&[("BUMPVERSION_TO", "9")]),
    case("variable: no configured files", CONFIG, FILES, &["minor", "more.txt"])
        .with(&[("BUMPVERSION_NO_CONFIGURED_FILES", "true")]),
    case("variable: missing files and versions", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"none.txt\" }, { filename = \"notes.txt\" }]\n", &[("notes.txt", "none\n")], &["minor"])
        .with(&[("BUMPVERSION_IGNORE_MISSING_FILES", "true"), ("BUMPVERSION_IGNORE_MISSING_VERSION", "t")]),
    tree(
        "variable: the configuration's file",
        &[
            (
                "release/bump.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            ),
            ("release/notes.txt", "acme 1.2.3\n"),
        ],
        &["minor"],
    )
    .with(&[("BUMPVERSION_CONFIG_FILE", "release/bump.toml")]),
    case("variable: an empty one says nothing", COMMITS, FILES, &["minor"]).with(&[
        ("BUMPVERSION_COMMIT", ""),
        ("BUMPVERSION_NEW_VERSION", ""),
        ("BUMPVERSION_MESSAGE", ""),
    ]),
    case("variable: signed and pushed tags", COMMITS, FILES, &["minor"])
        .with(&[("BUMPVERSION_SIGN_TAGS", "false"), ("BUMPVERSION_PUSH_TAG", "true")])
        .given("git init -q --bare ../remote.git; git remote add origin \"$(cd ../remote.git && pwd)\"; git push -q origin main"),
];
