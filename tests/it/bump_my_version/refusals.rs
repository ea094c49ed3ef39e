//! What both refuse. How the real tool leaves things does not matter; ours leaves them as they were.
use super::case::{Case, case, tree};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const NOTES: &[(&str, &str)] = &[NOTE, ("other.txt", "one\n")];

const CONFIG: &str = "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n";

macro_rules! config {
    ($settings:literal) => {
        concat!(
            "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n",
            $settings,
            "\n"
        )
    };
}

macro_rules! part {
    ($version:literal, $settings:literal) => {
        concat!(
            "\ncurrent_version = \"",
            $version,
            r#""
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)((?P<pre>[a-z]+)\d+)?'
serialize = ["{major}.{minor}.{patch}{pre}1", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.pre]
"#,
            $settings,
            "\n"
        )
    };
}

/// The cases.
pub const REFUSALS: &[Case] = &[
    case("refused: a part that is none", CONFIG, NOTES, &["charlie"]),
    case("refused: a file in place of a part", CONFIG, NOTES, &["notes.txt"]),
    case("refused: a file in place of a part, with a version", CONFIG, NOTES, &["--new-version", "2.0.0", "notes.txt"]),
    case("refused: nothing asked for", CONFIG, NOTES, &[]),
    case("refused: a file that is not there", "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\" }, { filename = \"none.txt\" }]\n", NOTES, &["patch"]),
    case("refused: a file of the command line that is not there", CONFIG, NOTES, &["patch", "none.txt"]),
    case("refused: a file without the version", "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\" }, { filename = \"other.txt\" }]\n", NOTES, &["patch"]),
    case("refused: a file of the command line without the version", CONFIG, NOTES, &["patch", "other.txt"]),
    case("refused: a file without the text that is looked for", "\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\", search = \"v{current_version}\" }]\n", NOTES, &["patch"]),
    case("refused: a file without the pattern", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", regex = true, search = '^{current_version}' }]\n", NOTES, &["patch"]),
    case("refused: the version is missing in one, whatever is said of all", "\ncurrent_version = \"1.2.3\"\nignore_missing_version = true\nfiles = [{ filename = \"notes.txt\" }, { filename = \"other.txt\", ignore_missing_version = false }]\n", NOTES, &["patch"]),
    case("refused: the file is missing, whatever is said of versions", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"none.txt\", ignore_missing_version = true }]\n", NOTES, &["patch"]),
    case("refused: the version is missing, whatever is said of files", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"other.txt\", ignore_missing_file = true }]\n", NOTES, &["patch"]),
    case("refused: missing files are denied on the command line", "\ncurrent_version = \"1.2.3\"\nignore_missing_files = true\nfiles = [{ filename = \"none.txt\" }]\n", NOTES, &["patch", "--no-ignore-missing-files"]),
    case("refused: a glob of nothing", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }, { glob = \"*.none\" }]\n", NOTES, &["patch"]),
    case(
        "refused: one of the spellings is missing",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }, { filename = \"numbers.csv\", serialize = [\"{major};{minor};{patch}\"], search = \"acme;{current_version}\" }]\n",
        &[NOTE, ("numbers.csv", "acme;1;2-3\n")],
        &["patch"],
    ),
    case("refused: parse is no pattern", "\ncurrent_version = \"1.2.3\"\nparse = '(?P<major>\\d+'\n", NOTES, &["major"]),
    case("refused: parse does not fit", "\ncurrent_version = \"1.2.3\"\nparse = 'v(?P<major>\\d+)-(?P<minor>\\d+)'\nserialize = [\"v{major}-{minor}\"]\n", NOTES, &["major"]),
    case("refused: parse names no part", "\ncurrent_version = \"1.2.3\"\nparse = '\\d+'\nserialize = [\"1\"]\n", NOTES, &["--new-version", "2"]),
    case("refused: a file's parse is no pattern", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", parse = '(' }]\n", NOTES, &["major"]),
    case("refused: a version that does not fit", CONFIG, NOTES, &["--new-version", "two"]),
    case("refused: a current version that does not fit", "\nfiles = [{ filename = \"notes.txt\" }]\n", NOTES, &["--current-version", "two", "patch"]),
    case("refused: serialize with an unknown name", "\ncurrent_version = \"1.2.3\"\nserialize = [\"{major}.{minor}.{patch}.{build}\"]\n", NOTES, &["patch"]),
    case("refused: serialize with a variable that is not there", "\ncurrent_version = \"1.2.3\"\nserialize = [\"{major}.{minor}.{patch}+{$NO_SUCH_PLACE}\"]\nfiles = [{ filename = \"notes.txt\" }]\n", NOTES, &["patch"]),
    case("refused: no serialize at all", "\ncurrent_version = \"1.2.3\"\nserialize = []\n", NOTES, &["patch"]),
    case("refused: braces that do not close in serialize", "\ncurrent_version = \"1.2.3\"\nserialize = [\"{major}.{minor}.{patch\"]\n", NOTES, &["patch"]),
    case("refused: the last of the values", part!("1.2.3rc1", "values = [\"a\", \"rc\"]"), &[("notes.txt", "1.2.3rc1\n")], &["pre"]),
    case("refused: the last value, which is optional", part!("1.2.3", "values = [\"a\", \"rc\", \"out\"]\noptional_value = \"out\""), NOTES, &["pre"]),
    case("refused: a value that is not one of them", part!("1.2.3a1", "values = [\"a\", \"rc\"]"), &[("notes.txt", "1.2.3a1\n")], &["pre", "--to", "beta"]),
    case("refused: a version with a value that is not one of them", part!("1.2.3b1", "values = [\"a\", \"rc\"]"), &[("notes.txt", "1.2.3b1\n")], &["pre"]),
    case("refused: a first value that is not one of them", part!("1.2.3a1", "values = [\"a\", \"rc\"]\nfirst_value = \"b\""), &[("notes.txt", "1.2.3a1\n")], &["pre"]),
    case("refused: an optional value that is not one of them", part!("1.2.3a1", "values = [\"a\", \"rc\"]\noptional_value = \"b\""), &[("notes.txt", "1.2.3a1\n")], &["pre"]),
    case("refused: a part below its first number", "\ncurrent_version = \"1.2.3\"\nparts = { patch = { first_value = 5 } }\n", NOTES, &["patch"]),
    case("refused: a number that is none", CONFIG, NOTES, &["minor", "--to", "many"]),
    case("refused: a number below the first", "\ncurrent_version = \"1.2.3\"\nparts = { minor = { first_value = 2 } }\n", NOTES, &["minor", "--to", "1"]),
    case("refused: a first number without a digit", "\ncurrent_version = \"1.2.3\"\nparts = { minor = { first_value = \"none\" } }\n", NOTES, &["patch"]),
    case("refused: a value without a part", CONFIG, NOTES, &["--to", "7"]),
    case("refused: a value and a version", CONFIG, NOTES, &["minor", "--to", "7", "--new-version", "1.7.0"]),
    case(
        "refused: a date by name",
        "\ncurrent_version = \"2020.1\"\nparse = '(?P<year>\\d+)\\.(?P<count>\\d+)'\nserialize = [\"{year}.{count}\"]\nparts = { year = { calver_format = \"{YYYY}\" } }\n",
        NOTES,
        &["year", "--to", "2021"],
    ),
    case(
        "refused: a date of unknown words",
        "\ncurrent_version = \"2020.1\"\nparse = '(?P<year>\\d+)\\.(?P<count>\\d+)'\nserialize = [\"{year}.{count}\"]\nparts = { year = { calver_format = \"{YEAR}\" } }\n",
        NOTES,
        &["year"],
    ),
    case("refused: a file that was moved, half of it allowed", config!("allow_dirty_files = [\"new.txt\"]"), NOTES, &["patch"])
        .given("git mv other.txt new.txt"),
    case("refused: work that is allowed, but not on the command line", config!("allow_dirty = true"), NOTES, &["patch", "--no-allow-dirty"])
        .given("echo two >> other.txt"),
    case("refused: work in files that may not be so", config!("allow_dirty_files = [\"docs/*\"]"), NOTES, &["patch"])
        .given("echo two >> other.txt"),
    case("refused: a configuration that is not there", CONFIG, NOTES, &["--config-file", "none.toml", "patch"]),
    tree("refused: no version anywhere", &[("notes.txt", "1.2.3\n")], &["patch"]),
    case("refused: no version anywhere, with a configuration", "\nfiles = [{ filename = \"notes.txt\" }]\n", NOTES, &["patch"]),
    case("refused: a message with an unknown name", config!("message = \"{new_version} {who}\""), NOTES, &["patch"]),
    case("refused: a tag name with an unknown name", config!("tag_name = \"{new_version}-{who}\""), NOTES, &["patch"]),
    case("refused: a tag message with an unknown name", config!("tag_message = \"{new_version} {who}\""), NOTES, &["patch"]),
    case("refused: a moveable tag with an unknown name", config!("moveable_tags = [\"{who}\"]"), NOTES, &["patch"]),
    case("refused: a tag name that git does not take", config!("tag_name = \"v {new_version}\""), NOTES, &["patch"]),
    case("refused: search with an unknown name", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", search = \"{who}\" }]\n", NOTES, &["patch"]),
    case("refused: replace with an unknown name", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", replace = \"{who}\" }]\n", NOTES, &["patch"]),
    case("refused: braces that stand alone in search", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", regex = true, search = 'a{4}' }]\n", NOTES, &["patch"]),
    case("refused: a format that numbers do not have", "\ncurrent_version = \"1.2.3\"\nserialize = [\"{major}.{minor}.{patch:q}\"]\n", NOTES, &["patch"]),
    case("refused: a group that is not there", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", regex = true, search = '{current_version}', replace = '\\2' }]\n", NOTES, &["patch"]),
    case("refused: a group of a name that is not there", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", regex = true, search = '{current_version}', replace = '\\g<who>' }]\n", NOTES, &["patch"]),
    case("refused: an escape that is none", "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", regex = true, search = '{current_version}', replace = '\\d{new_version}' }]\n", NOTES, &["patch"]),
    case("refused: a truth that is none", "\ncurrent_version = \"1.2.3\"\ncommit = \"maybe\"\n", NOTES, &["patch"]),
    case("refused: files that are no tables", "\ncurrent_version = \"1.2.3\"\nfiles = [\"notes.txt\"]\n", NOTES, &["patch"]),
    case("refused: a version that is a number", "\ncurrent_version = 1.2\nparse = '(?P<major>\\d+)\\.(?P<minor>\\d+)'\nserialize = [\"{major}.{minor}\"]\n", NOTES, &["minor"]),
    tree("refused: a configuration that is no TOML", &[("pyproject.toml", "[project]\nname = \"acme\"\n[tool.bumpversion]\ncurrent_version = \"1.2.3\n"), NOTE], &["patch"]),
    tree("refused: a configuration that says a key twice", &[("pyproject.toml", "[project]\nname = \"acme\"\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\ncurrent_version = \"1.2.4\"\n"), NOTE], &["patch"]),
    tree("refused: setup.cfg with a lone percent sign", &[("setup.cfg", "[bumpversion]\ncurrent_version = 1.2.3\nmessage = 100 % {new_version}\n\n[bumpversion:file:notes.txt]\n"), NOTE], &["patch"]),
    tree("refused: an old configuration that says a section twice", &[(".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1.2.3\n[bumpversion:file:notes.txt]\n[bumpversion:file:notes.txt]\n"), NOTE], &["patch"]),
    case("refused: a setup program that fails", config!("setup_hooks = [\"true\", \"false\"]"), NOTES, &["patch"]),
    case("refused: a shell's words where there is none", config!("setup_hooks = [\"echo {new_version} | cat\"]"), NOTES, &["patch"]),
    case("refused: a setup program that is not there", config!("setup_hooks = [\"no-such-program-here\"]"), NOTES, &["patch"]),
    case("refused: quotes that do not close", config!("setup_hooks = [\"echo 'one\"]"), NOTES, &["patch"]),
    case("refused: git's hook says no to the message", CONFIG, NOTES, &["patch"])
        .given("mkdir -p .git/hooks; printf '#!/bin/sh\\nexit 1\\n' > .git/hooks/commit-msg; chmod +x .git/hooks/commit-msg"),
    case("refused: arguments that git does not know", config!("commit_args = \"--no-such-argument\""), NOTES, &["patch"]),
    case("refused: a truth in the environment that is none", CONFIG, NOTES, &["patch"]).with(&[("BUMPVERSION_COMMIT", "maybe")]),
    case("refused: an option without its value", CONFIG, NOTES, &["patch", "--new-version"]),
];
