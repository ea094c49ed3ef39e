//! What the real tool refuses, or does, where nothing asks for it.
use super::super::case::case;
use super::super::fact::{
    Bug,
    Fact::{Commits, Committed, Done, Failed, Holds, NotCommitted, Refused, Status, Tags},
};

const CONFIG: &str = "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n";
const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n"), ("other.txt", "one\n")];

/// The bugs.
pub(super) const BUGS: &[Bug] = &[
    Bug {
        case: case("bug: work in another file is in the way", CONFIG, NOTES, &["patch"]).given("echo two >> other.txt"),
        theirs: &[Failed, Commits(1)],
        ours: &[Done, Committed("notes.txt", "1.2.4"), NotCommitted("other.txt", "two"), Status(" M other.txt")],
    },
    Bug {
        case: case("bug: what is staged is in the way", CONFIG, NOTES, &["patch"]).given("echo two > new.txt; git add new.txt"),
        theirs: &[Failed, Commits(1)],
        ours: &[Done, Committed("notes.txt", "1.2.4"), Tags("v1.2.4"), Status("A  new.txt")],
    },
    Bug {
        case: case("bug: a file that was removed is in the way", CONFIG, NOTES, &["patch"]).given("git rm -q other.txt"),
        theirs: &[Failed, Commits(1)],
        ours: &[Done, Committed("other.txt", "one"), Status("D  other.txt")],
    },
    Bug {
        case: case(
            "bug: work is in the way where nothing is committed",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            NOTES,
            &["patch"],
        )
        .given("echo two >> other.txt"),
        theirs: &[Failed],
        ours: &[Done, Holds("notes.txt", "1.2.4"), Holds("other.txt", "two")],
    },
    Bug {
        case: case("bug: only a tag, and nothing to commit", "\ncommit = true\ntag = true\n", NOTES, &["patch"])
            .given("git tag v1.2.3; git commit -q --allow-empty -m more"),
        theirs: &[Failed, Tags("v1.2.3")],
        ours: &[Done, Commits(2), Tags("v1.2.3 v1.2.4")],
    },
    Bug {
        case: case(
            "bug: only a tag, and an empty commit",
            "\ncommit = true\ntag = true\ncommit_args = \"--allow-empty\"\n",
            NOTES,
            &["patch"],
        )
        .given("git tag v1.2.3; git commit -q --allow-empty -m more"),
        theirs: &[Done, Commits(3), Tags("v1.2.3 v1.2.4")],
        ours: &[Done, Commits(2), Tags("v1.2.3 v1.2.4")],
    },
    Bug {
        case: case(
            "bug: hooks are told the tag's version as the current one",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\npost_commit_hooks = [\"sh told.sh\"]\n",
            &[("notes.txt", "acme 1.2.3\n"), ("told.sh", "echo \"$BVHOOK_CURRENT_VERSION\" > told.txt\n")],
            &["patch"],
        )
        .given("git tag v1.2.0"),
        theirs: &[Done, Holds("told.txt", "1.2.0")],
        ours: &[Done, Holds("told.txt", "1.2.3")],
    },
    // No bug, but a pattern that Rust's regular expressions cannot say.
    Bug {
        case: case(
            "bug: a group of names that are not wanted",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ glob = \"!(other|o*).txt\" }]\n",
            NOTES,
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.4")],
        ours: &[Refused],
    },
];
