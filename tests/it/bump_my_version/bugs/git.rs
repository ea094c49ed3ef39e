//! Commits and tags that are not what they should be.
use super::super::case::case;
use super::super::fact::{
    Bug,
    Fact::{Commits, Committed, Done, Failed, Holds, NotCommitted, Refused, Status, Tags},
};

const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n"), ("other.txt", "one\n")];

macro_rules! tag {
    ($settings:literal) => {
        concat!(
            "\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n",
            $settings,
            "\n"
        )
    };
}

/// The bugs.
pub(super) const BUGS: &[Bug] = &[
    Bug {
        case: case("bug: a tag that exists is seen after the commit", tag!(""), NOTES, &["patch"]).given("git tag v1.2.4"),
        theirs: &[Failed, Commits(2), Committed("notes.txt", "1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: a tag without a commit is of the old commit",
            "\ncurrent_version = \"1.2.3\"\ntag = true\nfiles = [{ filename = \"notes.txt\" }]\n",
            NOTES,
            &["patch"],
        ),
        theirs: &[Done, Commits(1), NotCommitted("notes.txt", "1.2.4"), Tags("v1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: no commit is said, and the old one is tagged", tag!(""), NOTES, &["--no-commit", "patch"]),
        theirs: &[Done, Commits(1), NotCommitted("notes.txt", "1.2.4"), Tags("v1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a link's target is not committed", tag!(""), NOTES, &["patch"])
            .given("git mv notes.txt real.txt; ln -s real.txt notes.txt; git add -A; git commit -q -m link"),
        theirs: &[Done, NotCommitted("real.txt", "1.2.4"), Holds("real.txt", "1.2.4"), Tags("v1.2.4")],
        ours: &[Done, Committed("real.txt", "1.2.4"), Holds("real.txt", "1.2.4"), Tags("v1.2.4"), Status("")],
    },
    Bug {
        case: case("bug: what others staged is committed", tag!("allow_dirty = true"), NOTES, &["patch"])
            .given("echo two >> other.txt; git add other.txt; echo new > new.txt; git add new.txt"),
        theirs: &[Done, Committed("other.txt", "two"), Committed("new.txt", "new"), Status("")],
        ours: &[
            Done,
            NotCommitted("other.txt", "two"),
            Committed("notes.txt", "1.2.4"),
            Holds("other.txt", "two"),
            Status("A  new.txt, M  other.txt"),
        ],
    },
    Bug {
        case: case("bug: unfinished work in a configured file is committed", tag!("allow_dirty = true"), &[("notes.txt", "acme 1.2.3\n\n\n\n\nend\n")], &["patch"])
            .given("echo work >> notes.txt"),
        theirs: &[Done, Committed("notes.txt", "work"), Status("")],
        ours: &[
            Done,
            NotCommitted("notes.txt", "work"),
            Committed("notes.txt", "acme 1.2.4"),
            Holds("notes.txt", "acme 1.2.4\n\n\n\n\nend\nwork\n"),
            Status(" M notes.txt"),
        ],
    },
    Bug {
        case: case("bug: a program that fails leaves half a bump", tag!("pre_commit_hooks = [\"false\"]"), NOTES, &["patch"]),
        theirs: &[Failed, Holds("notes.txt", "1.2.4"), Status(" M notes.txt,  M pyproject.toml")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: git's hook that fails leaves half a bump", tag!(""), NOTES, &["patch"])
            .given("mkdir -p .git/hooks; printf '#!/bin/sh\\nexit 1\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit"),
        theirs: &[Failed, Holds("notes.txt", "1.2.4"), Status("M  notes.txt, M  pyproject.toml")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a program that is not there is seen after the files", tag!("pre_commit_hooks = [\"no-such-program-here\"]"), NOTES, &["patch"]),
        theirs: &[Failed, Holds("notes.txt", "1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a program that is not there is seen after the tag", tag!("post_commit_hooks = [\"no-such-program-here\"]"), NOTES, &["patch"]),
        theirs: &[Failed, Commits(2), Tags("v1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a shell's words are seen after the files", tag!("pre_commit_hooks = [\"echo $HOME\"]"), NOTES, &["patch"]),
        theirs: &[Failed, Holds("notes.txt", "1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a shell's words are seen after the tag", tag!("post_commit_hooks = [\"git push && echo done\"]"), NOTES, &["patch"]),
        theirs: &[Failed, Commits(2), Tags("v1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: git does not sign, after the commit", tag!("sign_tags = true"), NOTES, &["patch"]).given("git config gpg.program false"),
        theirs: &[Failed, Commits(2), Tags("")],
        ours: &[Refused],
    },
];
