//! What is committed: `commit`, `message`, `commit_args`, `allow_dirty`.
use super::super::case::{Case, case, tree};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const NOTES: &[(&str, &str)] = &[NOTE, ("other.txt", "one\n")];

const COMMIT: &str = r#"
current_version = "1.2.3"
commit = true
files = [{ filename = "notes.txt" }]
"#;

macro_rules! commit {
    ($settings:literal) => {
        concat!(
            r#"
current_version = "1.2.3"
commit = true
files = [{ filename = "notes.txt" }]
"#,
            $settings,
            "\n"
        )
    };
}

/// The cases.
pub const CASES: &[Case] = &[
    case("commit: the message where none is configured", COMMIT, NOTES, &["minor"]),
    case("commit: a message", commit!("message = \"Release {new_version}\""), NOTES, &["minor"]),
    case("commit: a message of lines", commit!("message = \"\"\"Release {new_version}\n\nAfter {current_version}.\n\n# not a comment\n\n\n\"\"\""), NOTES, &["minor"]),
    case("commit: a message with parts", commit!("message = \"{new_major}.{new_minor} not {current_major}.{current_minor}, {now:%Y}\""), NOTES, &["minor"]),
    case("commit: a message with what git knows", commit!("message = \"{new_version} on {branch_name} ({short_branch_name}) after {current_tag} and {distance_to_latest_tag}: {short_commit_sha}\""), NOTES, &["minor"])
        .given("git tag v1.2.3; git commit -q --allow-empty -m more"),
    case("commit: a message with a variable", commit!("message = \"{new_version} by {$RELEASER} {{}}\""), NOTES, &["minor"])
        .with(&[("RELEASER", "Ünal")]),
    case("commit: a message on the command line", COMMIT, NOTES, &["minor", "-m", "Say {new_version}"]),
    case("commit: a long message option", COMMIT, NOTES, &["--message=[skip ci] {new_version}", "minor"]),
    case("commit: not, said on the command line", COMMIT, NOTES, &["minor", "--no-commit"]),
    case(
        "commit: said on the command line",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        NOTES,
        &["--commit", "minor"],
    ),
    case("commit: nothing in a dry run", COMMIT, NOTES, &["minor", "--dry-run"]),
    case("commit: nothing in a dry run, said short", commit!("tag = true"), NOTES, &["-n", "minor"]),
    case("commit: signed off", commit!("commit_args = \"-s\""), NOTES, &["minor"]),
    case("commit: by another", commit!("commit_args = \"--author='Release Bot <bot@example.com>'\""), NOTES, &["minor"]),
    case("commit: arguments on the command line", COMMIT, NOTES, &["minor", "--commit-args", "--signoff --author 'Bot <bot@example.com>'"]),
    case("commit: no arguments", commit!("commit_args = \"\""), NOTES, &["minor"]),
    case("commit: a trailer", commit!("commit_args = \"--trailer 'Reviewed-by: A. Reviewer'\""), NOTES, &["minor"]),
    case("commit: without git's hooks", commit!("commit_args = \"--no-verify\""), NOTES, &["minor"])
        .given("mkdir -p .git/hooks; printf '#!/bin/sh\\nexit 1\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit"),
    case("commit: git's hook has its say in the message", COMMIT, NOTES, &["minor"])
        .given("mkdir -p .git/hooks; printf '#!/bin/sh\\necho \"$BUMPVERSION_CURRENT_VERSION to $BUMPVERSION_NEW_VERSION\" >> \"$1\"\\n' > .git/hooks/commit-msg; chmod +x .git/hooks/commit-msg"),
    case("commit: git's hook lets it pass", COMMIT, NOTES, &["minor"])
        .given("mkdir -p .git/hooks; printf '#!/bin/sh\\necho \"$BUMPVERSION_NEW_VERSION\" > .git/hook-ran; grep -q 1.3.0 notes.txt\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit"),
    case("commit: unstaged work of another file stays", commit!("allow_dirty = true"), NOTES, &["minor"])
        .given("echo two >> other.txt"),
    case("commit: unstaged work, allowed on the command line", COMMIT, NOTES, &["--allow-dirty", "minor"])
        .given("echo two >> other.txt"),
    case("commit: unstaged work of files that may be so", commit!("allow_dirty_files = [\"oth*.txt\", \"docs/*\"]"), NOTES, &["minor"])
        .given("echo two >> other.txt"),
    case("commit: new files are no work", COMMIT, NOTES, &["minor"])
        .given("echo two > new.txt; mkdir new; echo three > new/three.txt"),
    case("commit: no files but the configuration", "\ncurrent_version = \"1.2.3\"\ncommit = true\n", NOTES, &["patch"]),
    tree(
        "commit: the project's own version",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncommit = true\ntag = true\n",
        )],
        &["patch"],
    ),
    tree(
        "commit: a configuration of its own",
        &[
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\ncommit = true\nfiles = [{ filename = \"notes.txt\" }]\n",
            ),
            NOTE,
        ],
        &["patch"],
    ),
    tree(
        "commit: a configuration in the old format",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\ncommit = True\ntag = True\n\n[bumpversion:file:notes.txt]\n",
            ),
            NOTE,
        ],
        &["patch"],
    ),
    case("commit: on another branch", COMMIT, NOTES, &["minor"]).given("git checkout -q -b topic/one"),
    case("commit: on no branch", commit!("tag = true"), NOTES, &["minor"]).given("git checkout -q --detach"),
    case("commit: on top of another", COMMIT, NOTES, &["minor"])
        .given("sed s/1.2.3/1.2.9/ pyproject.toml > p; mv p pyproject.toml; echo acme 1.2.9 > notes.txt; git commit -q -a -m 1.2.9"),
    case("commit: in a work tree of its own", COMMIT, NOTES, &["minor"])
        .given("git worktree add -q wt -b wt; mkdir -p .git/info; echo /wt > .git/info/exclude")
        .inside("wt"),
    case("commit: files of the command line as well", COMMIT, &[NOTE, ("other.txt", "1.2.3\n")], &["minor", "other.txt"]),
    case("commit: only files of the command line", COMMIT, &[NOTE, ("other.txt", "1.2.3\n")], &["minor", "--no-configured-files", "other.txt"]),
    case("commit: the version it is at already", commit!("tag = true"), NOTES, &["--new-version", "1.2.3"]),
];
