//! Configurations that are not read or not written as they are.
use super::super::case::{case, tree};
use super::super::fact::{
    Bug,
    Fact::{Done, Failed, Holds, Lacks, Refused},
};

const NOTES: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

/// The bugs.
pub(super) const BUGS: &[Bug] = &[
    Bug {
        case: tree(
            "bug: carriage returns of pyproject.toml are lost",
            &[(
                "pyproject.toml",
                "[project]\r\nname = \"acme\"\r\nversion = \"1.2.3\"\r\n\r\n[tool.bumpversion]\r\ncurrent_version = \"1.2.3\"\r\n",
            )],
            &["patch"],
        ),
        theirs: &[Done, Lacks("pyproject.toml", "\r")],
        ours: &[
            Done,
            Holds("pyproject.toml", "\r\nversion = \"1.2.4\"\r\n"),
            Holds(
                "pyproject.toml",
                "[tool.bumpversion]\r\ncurrent_version = \"1.2.4\"\r\n",
            ),
        ],
    },
    Bug {
        case: tree(
            "bug: carriage returns of .bumpversion.cfg are lost",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\r\ncurrent_version = 1.2.3\r\n\r\n[bumpversion:file:notes.txt]\r\n",
                ),
                NOTES,
            ],
            &["patch"],
        ),
        theirs: &[Done, Lacks(".bumpversion.cfg", "\r")],
        ours: &[
            Done,
            Holds(
                ".bumpversion.cfg",
                "[bumpversion]\r\ncurrent_version = 1.2.4\r\n\r\n",
            ),
            Holds("notes.txt", "1.2.4"),
        ],
    },
    Bug {
        case: tree(
            "bug: quotes become others",
            &[(
                "pyproject.toml",
                "[project]\nname = 'acme'\nversion = '1.2.3'\n\n[tool.bumpversion]\ncurrent_version = '''1.2.3''' # here\n",
            )],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("pyproject.toml", "version = \"1.2.4\""),
            Lacks("pyproject.toml", "'1.2.4'"),
        ],
        ours: &[
            Done,
            Holds("pyproject.toml", "version = '1.2.4'\n"),
            Holds("pyproject.toml", "current_version = '''1.2.4''' # here\n"),
        ],
    },
    Bug {
        case: tree(
            "bug: a byte order mark is no TOML",
            &[(
                "pyproject.toml",
                "\u{feff}[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
            )],
            &["patch"],
        ),
        theirs: &[Failed, Holds("pyproject.toml", "\"1.2.3\"")],
        ours: &[
            Done,
            Holds(
                "pyproject.toml",
                "\u{feff}[project]\nname = \"acme\"\nversion = \"1.2.4\"\n",
            ),
            Holds("pyproject.toml", "current_version = \"1.2.4\""),
        ],
    },
    Bug {
        case: case(
            "bug: a search for all files misses the configuration",
            "\ncurrent_version = \"1.2.3\"\nsearch = \"acme {current_version}\"\nreplace = \"acme {new_version}\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[NOTES],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("notes.txt", "acme 1.2.4"),
            Holds("pyproject.toml", "\"1.2.3\""),
        ],
        ours: &[
            Done,
            Holds("notes.txt", "acme 1.2.4"),
            Holds("pyproject.toml", "\"1.2.4\""),
        ],
    },
    Bug {
        case: case(
            "bug: a search of the command line misses the configuration",
            "\ncurrent_version = \"1.2.3\"\n",
            &[NOTES],
            &[
                "--search",
                "acme {current_version}",
                "--replace",
                "acme {new_version}",
                "patch",
                "notes.txt",
            ],
        ),
        theirs: &[
            Done,
            Holds("notes.txt", "acme 1.2.4"),
            Holds("pyproject.toml", "\"1.2.3\""),
        ],
        ours: &[
            Done,
            Holds("notes.txt", "acme 1.2.4"),
            Holds("pyproject.toml", "\"1.2.4\""),
        ],
    },
    Bug {
        case: case(
            "bug: a replacement for all files is written into the configuration",
            "\ncurrent_version = \"1.2.3\"\nreplace = \"{new_version} (was {current_version})\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[NOTES],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "\"1.2.4 (was 1.2.3)\"")],
        ours: &[
            Done,
            Holds("notes.txt", "acme 1.2.4 (was 1.2.3)"),
            Holds("pyproject.toml", "\"1.2.4\""),
        ],
    },
    Bug {
        case: tree(
            "bug: a comma makes two lines of a search",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\nsearch = acme, {current_version}\nreplace = acme, {new_version}\n",
                ),
                ("notes.txt", "acme, 1.2.3\n"),
            ],
            &["patch"],
        ),
        theirs: &[Failed, Holds("notes.txt", "acme, 1.2.3\n")],
        ours: &[
            Done,
            Holds("notes.txt", "acme, 1.2.4\n"),
            Holds(".bumpversion.cfg", "current_version = 1.2.4"),
        ],
    },
    Bug {
        case: tree(
            "bug: a comma makes two tag messages of one",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\ncurrent_version = 1.2.3\ntag_message = acme, {new_version}\n\n[bumpversion:file:notes.txt]\n",
                ),
                NOTES,
            ],
            &["patch"],
        ),
        theirs: &[Failed, Holds("notes.txt", "1.2.3")],
        ours: &[
            Done,
            Holds("notes.txt", "1.2.4"),
            Holds(".bumpversion.cfg", "current_version = 1.2.4"),
        ],
    },
    Bug {
        case: tree(
            "bug: a version of two numbers is a number",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\ncurrent_version = 1.10\nparse = (?P<major>\\d+)\\.(?P<minor>\\d+)\nserialize = {major}.{minor}\n\n[bumpversion:file:notes.txt]\n",
                ),
                ("notes.txt", "acme 1.10\n"),
            ],
            &["minor"],
        ),
        theirs: &[Done, Holds("notes.txt", "acme 1.20")],
        ours: &[
            Done,
            Holds("notes.txt", "acme 1.11\n"),
            Holds(".bumpversion.cfg", "current_version = 1.11\n"),
        ],
    },
    Bug {
        case: tree(
            "bug: a plus sign is a pattern",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\ncurrent_version = 1.2.3+4\nparse = (?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)\\+(?P<build>\\d+)\nserialize = {major}.{minor}.{patch}+{build}\n\n[bumpversion:file:notes.txt]\n",
                ),
                ("notes.txt", "acme 1.2.3+4\n"),
            ],
            &["build"],
        ),
        theirs: &[
            Done,
            Holds("notes.txt", "1.2.3+5"),
            Holds(".bumpversion.cfg", "1.2.3+4"),
        ],
        ours: &[
            Done,
            Holds("notes.txt", "1.2.3+5"),
            Holds(".bumpversion.cfg", "current_version = 1.2.3+5\n"),
        ],
    },
    Bug {
        case: tree(
            "bug: a bracket hides the version",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\nmessage = [skip ci] {new_version}\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\n",
                ),
                NOTES,
            ],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("notes.txt", "1.2.4"),
            Holds(".bumpversion.cfg", "1.2.3"),
        ],
        ours: &[
            Done,
            Holds("notes.txt", "1.2.4"),
            Holds(".bumpversion.cfg", "current_version = 1.2.4\n"),
        ],
    },
    Bug {
        case: tree(
            "bug: a bare project is left behind when .bumpversion.cfg is there",
            &[
                (
                    ".bumpversion.cfg",
                    "[bumpversion]\ncurrent_version = 1.2.3\n",
                ),
                (
                    "pyproject.toml",
                    "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n",
                ),
            ],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "1.2.3")],
        ours: &[
            Done,
            Holds("pyproject.toml", "1.2.4"),
            Holds(".bumpversion.cfg", "current_version = 1.2.4\n"),
        ],
    },
    Bug {
        case: case(
            "bug: a variable is taken for JSON",
            "\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[NOTES],
            &["--current-version", "1.2.3", "minor"],
        )
        .with(&[(
            "BUMPVERSION_SERIALIZE",
            "{major}.{minor}.{patch} {major}.{minor}",
        )]),
        theirs: &[Failed, Holds("notes.txt", "1.2.3")],
        ours: &[Done, Holds("notes.txt", "acme 1.3\n")],
    },
    Bug {
        case: case(
            "bug: a key's path is not looked at",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"data.toml\", key_path = \"acme.version\" }]\n",
            &[(
                "data.toml",
                "[acme]\nversion = \"1.2.3\"\n\n[other]\nversion = \"1.2.3\"\n",
            )],
            &["patch"],
        ),
        theirs: &[Done, Holds("data.toml", "[other]\nversion = \"1.2.4\"")],
        ours: &[
            Done,
            Holds(
                "data.toml",
                "[acme]\nversion = \"1.2.4\"\n\n[other]\nversion = \"1.2.3\"\n",
            ),
        ],
    },
    Bug {
        case: case(
            "bug: a key that is not there is searched for as a text",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"data.toml\", key_path = \"acme.version\" }]\n",
            &[("data.toml", "[other]\nversion = \"1.2.3\"\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("data.toml", "[other]\nversion = \"1.2.4\"")],
        ours: &[Refused],
    },
];
