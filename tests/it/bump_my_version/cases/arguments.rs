//! What is said on the command line.
use super::super::case::{Case, case};

const CONFIG: &str = "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n";

const FILES: &[(&str, &str)] = &[
    ("notes.txt", "acme 1.2.3\n"),
    ("more.txt", "acme 1.2.3\n"),
    ("docs/more.md", "acme 1.2.3\n"),
];

/// No version in the configuration, so that any may be said.
const OPEN: &str = "\nfiles = [{ filename = \"notes.txt\" }]\n";

/// The cases.
pub const CASES: &[Case] = &[
    case("arguments: patch", CONFIG, FILES, &["patch"]),
    case("arguments: minor", CONFIG, FILES, &["minor"]),
    case("arguments: major", CONFIG, FILES, &["major"]),
    case(
        "arguments: a version",
        CONFIG,
        FILES,
        &["--new-version", "2.5.0"],
    ),
    case(
        "arguments: a version and a part",
        CONFIG,
        FILES,
        &["patch", "--new-version=2.5.0"],
    ),
    case(
        "arguments: a file as well",
        CONFIG,
        FILES,
        &["minor", "more.txt"],
    ),
    case(
        "arguments: two files as well",
        CONFIG,
        FILES,
        &["minor", "more.txt", "docs/more.md"],
    ),
    case(
        "arguments: options between files",
        CONFIG,
        FILES,
        &[
            "--allow-dirty",
            "minor",
            "more.txt",
            "--no-tag",
            "docs/more.md",
            "--no-commit",
        ],
    ),
    case(
        "arguments: a file that is configured",
        CONFIG,
        FILES,
        &["minor", "./notes.txt"],
    ),
    case(
        "arguments: only a file",
        CONFIG,
        FILES,
        &["--no-configured-files", "minor", "more.txt"],
    ),
    case(
        "arguments: only a file, which is configured",
        CONFIG,
        FILES,
        &["--no-configured-files", "minor", "notes.txt"],
    ),
    case(
        "arguments: no files at all",
        CONFIG,
        FILES,
        &["--no-configured-files", "minor"],
    ),
    case(
        "arguments: a file and a version with its part",
        CONFIG,
        FILES,
        &["--new-version", "1.9.0", "minor", "more.txt"],
    ),
    case(
        "arguments: a number for a part",
        CONFIG,
        FILES,
        &["minor", "--to", "7"],
    ),
    case(
        "arguments: a number for a part, and a file",
        CONFIG,
        FILES,
        &["patch", "more.txt", "--to=9"],
    ),
    case(
        "arguments: the current version",
        OPEN,
        FILES,
        &["--current-version", "1.2.3", "patch"],
    ),
    case(
        "arguments: the current version as configured",
        CONFIG,
        FILES,
        &["--current-version", "1.2.3", "patch"],
    ),
    case(
        "arguments: both versions",
        OPEN,
        FILES,
        &["--current-version", "1.2.3", "--new-version", "4.5.6"],
    ),
    case(
        "arguments: both versions, committed and tagged",
        OPEN,
        FILES,
        &[
            "--current-version",
            "1.2.3",
            "--new-version",
            "4.5.6",
            "--commit",
            "--tag",
        ],
    ),
    case(
        "arguments: another way to write it",
        OPEN,
        FILES,
        &[
            "--current-version",
            "1.2.3",
            "--serialize",
            "v{major}.{minor}",
            "--new-version",
            "4.5.6",
            "minor",
            "more.txt",
        ],
    ),
    case(
        "arguments: everything is allowed to be missing",
        OPEN,
        FILES,
        &[
            "--current-version",
            "7.7.7",
            "patch",
            "none.txt",
            "--ignore-missing-files",
            "--ignore-missing-version",
        ],
    ),
    case(
        "arguments: a part behind the files' end",
        CONFIG,
        FILES,
        &["--", "minor", "more.txt"],
    ),
    case(
        "arguments: a dry run of a file",
        CONFIG,
        FILES,
        &["-n", "minor", "more.txt"],
    ),
    case("arguments: talk", CONFIG, FILES, &["-v", "minor"]),
    case("arguments: more talk", CONFIG, FILES, &["minor", "-vvv"]),
    case(
        "arguments: every truth denied",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nregex = true\nfiles = [{ filename = \"notes.txt\" }]\n",
        FILES,
        &[
            "--no-commit",
            "--no-tag",
            "--no-regex",
            "--no-sign-tags",
            "--no-push-tag",
            "--no-ignore-missing-files",
            "--no-ignore-missing-version",
            "--no-allow-dirty",
            "minor",
        ],
    ),
    case(
        "arguments: a later one counts",
        CONFIG,
        FILES,
        &[
            "--new-version",
            "1.3.0",
            "--new-version",
            "1.4.0",
            "--commit",
            "--no-commit",
        ],
    ),
];
