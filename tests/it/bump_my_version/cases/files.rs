//! Which files are changed: globs, folders, missing ones, and the bumps that leave a file out.
use super::super::case::{Case, case, tree};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const NOTES: &[(&str, &str)] = &[NOTE];

const DOCS: &[(&str, &str)] = &[
    ("docs/index.md", "1.2.3\n"),
    ("docs/deep/down/page.md", "1.2.3\n"),
    ("docs/deep/list.rst", "1.2.3\n"),
    ("docs/.hidden.md", "1.2.3\n"),
    ("README.md", "1.2.3\n"),
    ("a1.txt", "1.2.3\n"),
    ("a2.txt", "1.2.3\n"),
    ("b1.txt", "1.2.3\n"),
    (".github/page.md", "1.2.3\n"),
];

const BELOW: &[(&str, &str)] = &[
    ("notes.txt", "acme 1.2.3\n"),
    (
        "lib/pyproject.toml",
        "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\" }, { glob = \"docs/*.md\" }]\n",
    ),
    ("lib/notes.txt", "acme 1.2.3\n"),
    ("lib/docs/a.md", "acme 1.2.3\n"),
    ("docs/b.md", "acme 1.2.3\n"),
];

const EXCLUDING: &str = r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
exclude_bumps = ["patch"]

[[tool.bumpversion.files]]
filename = "a1.txt"
include_bumps = ["patch"]

[[tool.bumpversion.files]]
filename = "a2.txt"
include_bumps = ["major", "minor"]
exclude_bumps = ["minor"]

[[tool.bumpversion.files]]
filename = "b1.txt"
"#;

const EXCLUDED: &[(&str, &str)] = &[
    ("notes.txt", "1.2.3\n"),
    ("a1.txt", "1.2.3\n"),
    ("a2.txt", "1.2.3\n"),
    ("b1.txt", "1.2.3\n"),
];

macro_rules! glob {
    ($name:literal, $entry:literal) => {
        case(
            concat!("glob: ", $name),
            concat!("\ncurrent_version = \"1.2.3\"\nfiles = [", $entry, "]\n"),
            DOCS,
            &["minor"],
        )
    };
}

/// The cases.
pub const CASES: &[Case] = &[
    glob!("a folder and all below", r#"{ glob = "docs/**/*.*" }"#),
    glob!("one kind below a folder", r#"{ glob = "docs/**/*.md" }"#),
    glob!("one kind anywhere", r#"{ glob = "**/*.md" }"#),
    glob!("hidden where it is named", r#"{ glob = "docs/.*.md" }, { glob = ".github/*" }"#),
    glob!("a question mark", r#"{ glob = "?1.txt" }"#),
    glob!("a class", r#"{ glob = "[a]?.txt" }"#),
    glob!("a class of others", r#"{ glob = "[!a]?.txt" }"#),
    glob!("one of two", r#"{ glob = "@(a1|b1).txt" }"#),
    glob!("some of these", r#"{ glob = "+(a|b|1).txt" }"#),
    glob!("two patterns in one", r#"{ glob = "a*.txt|README.*" }"#),
    glob!("all but one", r#"{ glob = "*.txt", glob_exclude = ["a2.txt"] }"#),
    glob!("all but some", r#"{ glob = "**/*.md", glob_exclude = ["docs/deep/**", "READ*"] }"#),
    glob!("none, which is no error", r#"{ glob = "*.none", ignore_missing_file = true }, { filename = "a1.txt" }"#),
    glob!("with words around", r#"{ glob = "*.md", search = "{current_version}\n", replace = "{new_version}!\n" }"#),
    glob!("a file by its name", r#"{ glob = "docs/index.md" }"#),
    glob!("what one lacks is no error", r#"{ glob = "[ab]*.txt", search = "v{current_version}", ignore_missing_version = true }, { filename = "a1.txt" }"#),
    case(
        "files: the top of the repository has a name",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"{repo_root}/notes.txt\" }, { glob = \"{repo_root}/a*.txt\" }]\n",
        &[NOTE, ("a1.txt", "1.2.3\n")],
        &["minor"],
    ),
    tree("files: the configuration's folder, from there", BELOW, &["minor"]).inside("lib"),
    tree("files: the configuration's folder, from below", BELOW, &["minor"]).inside("lib/docs"),
    tree(
        "files: the configuration's folder, from above",
        BELOW,
        &["--config-file", "lib/pyproject.toml", "minor"],
    ),
    case(
        "files: the configuration is above",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"docs/index.md\" }, { glob = \"*.txt\" }]\n",
        DOCS,
        &["minor"],
    )
    .inside("docs/deep"),
    case(
        "files: one of the command line, from below",
        "\ncurrent_version = \"1.2.3\"\n",
        DOCS,
        &["minor", "index.md"],
    )
    .inside("docs"),
    case(
        "files: one of two is not there, which is no error",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"none.txt\", ignore_missing_file = true }, { filename = \"notes.txt\" }]\n",
        NOTES,
        &["minor"],
    ),
    case(
        "files: none is there, which is no error for any",
        "\ncurrent_version = \"1.2.3\"\nignore_missing_files = true\nfiles = [{ filename = \"none.txt\" }, { filename = \"notes.txt\" }]\n",
        NOTES,
        &["minor"],
    ),
    case(
        "files: a missing one is no error, said on the command line",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"none.txt\" }, { filename = \"notes.txt\" }]\n",
        NOTES,
        &["--ignore-missing-files", "minor"],
    ),
    case(
        "files: a missing version is no error for any",
        "\ncurrent_version = \"1.2.3\"\nignore_missing_version = true\nfiles = [{ filename = \"a.txt\" }, { filename = \"notes.txt\" }]\n",
        &[NOTE, ("a.txt", "none\n")],
        &["minor"],
    ),
    case(
        "files: a missing version is no error, said on the command line",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"a.txt\" }, { filename = \"notes.txt\" }]\n",
        &[NOTE, ("a.txt", "none\n")],
        &["minor", "--ignore-missing-version"],
    ),
    case(
        "files: one that is missing and one that lacks it, committed",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\nignore_missing_version = true\nignore_missing_files = true\nfiles = [{ filename = \"a.txt\" }, { filename = \"notes.txt\" }, { glob = \"docs/*.md\" }]\n",
        &[NOTE, ("a.txt", "none\n")],
        &["minor"],
    ),
    case("bumps: some files are left out of a patch", EXCLUDING, EXCLUDED, &["patch"]),
    case("bumps: some files are left out of a minor", EXCLUDING, EXCLUDED, &["minor"]),
    case("bumps: some files are left out of a major", EXCLUDING, EXCLUDED, &["major"]),
    case("bumps: no file is left out of a version", EXCLUDING, EXCLUDED, &["--new-version", "1.2.4"]),
    case(
        "bumps: a part says what is left out, a version what comes",
        EXCLUDING,
        EXCLUDED,
        &["--new-version", "1.4.1", "patch"],
    ),
    case(
        "bumps: what is left out is not committed",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\", include_bumps = [\"major\"] }, { filename = \"a.txt\" }]\n",
        &[NOTE, ("a.txt", "1.2.3\n")],
        &["minor"],
    ),
    case(
        "files: a name with spaces and letters",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"read me, ä.txt\" }]\n",
        &[("read me, ä.txt", "acme 1.2.3\n")],
        &["minor"],
    ),
    case(
        "files: a program stays one",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"run.sh\" }]\n",
        &[("run.sh", "#!/bin/sh\necho 1.2.3\n")],
        &["minor"],
    )
    .given("chmod +x run.sh; git commit -q -a -m run"),
    case(
        "files: a module and its project",
        "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"src/acme/__init__.py\", search = '__version__ = \"{current_version}\"', replace = '__version__ = \"{new_version}\"' }]\n",
        &[("src/acme/__init__.py", "\"\"\"Acme.\"\"\"\n\n__version__ = \"1.2.3\"\n")],
        &["minor"],
    ),
];
