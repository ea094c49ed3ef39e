//! Texts that are changed and should not be, or not as they should be.
use super::super::case::{case, tree};
use super::super::fact::{
    Bug,
    Fact::{Done, Failed, Holds, Lacks, Refused},
};

/// The bugs.
pub(super) const BUGS: &[Bug] = &[
    Bug {
        case: case(
            "bug: a version is found inside others",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[(
                "notes.txt",
                "1.2.3 1.2.30 11.2.3 0.1.2.3 1.2.3.4 1.2.3rc1 1.2.3.post1 1.2.3.dev4\n",
            )],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds(
                "notes.txt",
                "1.2.4 1.2.40 11.2.4 0.1.2.4 1.2.4.4 1.2.4rc1 1.2.4.post1 1.2.4.dev4\n",
            ),
        ],
        ours: &[
            Done,
            Holds(
                "notes.txt",
                "1.2.4 1.2.30 11.2.3 0.1.2.3 1.2.3.4 1.2.3rc1 1.2.3.post1 1.2.3.dev4\n",
            ),
        ],
    },
    Bug {
        case: case(
            "bug: a version is found only inside another",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[("notes.txt", "acme 1.2.30\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.40\n")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: a version is found inside another, with words",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", search = \"acme=={current_version}\", replace = \"acme=={new_version}\" }]\n",
            &[("notes.txt", "acme==1.2.3\nacme==1.2.30\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "acme==1.2.4\nacme==1.2.40\n")],
        ours: &[Done, Holds("notes.txt", "acme==1.2.4\nacme==1.2.30\n")],
    },
    Bug {
        case: tree(
            "bug: dependencies of the same version are changed",
            &[(
                "pyproject.toml",
                "[build-system]\nrequires = [\"builder==1.0.0\"]\n\n[project]\nname = \"acme\"\nversion = \"1.0.0\"\ndependencies = [\"requests==1.0.0\", \"other>=11.0.0\"]\n\n[project.optional-dependencies]\nmore = [\"more~=1.0.0\"]\n\n[dependency-groups]\ntest = [\"tester>=1.0.0\"]\n\n[tool.bumpversion]\ncurrent_version = \"1.0.0\"\nfiles = [{ filename = \"pyproject.toml\" }]\n",
            )],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("pyproject.toml", "builder==1.0.1"),
            Holds("pyproject.toml", "requests==1.0.1"),
            Holds("pyproject.toml", "other>=11.0.1"),
            Holds("pyproject.toml", "more~=1.0.1"),
            Holds("pyproject.toml", "tester>=1.0.1"),
        ],
        ours: &[
            Done,
            Holds("pyproject.toml", "\nversion = \"1.0.1\""),
            Holds("pyproject.toml", "current_version = \"1.0.1\""),
            Holds("pyproject.toml", "builder==1.0.0"),
            Holds("pyproject.toml", "requests==1.0.0"),
            Holds("pyproject.toml", "other>=11.0.0"),
            Holds("pyproject.toml", "more~=1.0.0"),
            Holds("pyproject.toml", "tester>=1.0.0"),
        ],
    },
    Bug {
        case: tree(
            "bug: poetry's dependencies of the same version are changed",
            &[(
                "pyproject.toml",
                "[tool.poetry]\nname = \"acme\"\nversion = \"1.0.0\"\n\n[tool.poetry.dependencies]\npython = \"^3.9\"\nfoo = \"1.0.0\"\nbar = { version = \"1.0.0\" }\n\n[tool.poetry.group.test.dependencies]\ntester = \"^1.0.0\"\n\n[tool.bumpversion]\ncurrent_version = \"1.0.0\"\nfiles = [{ filename = \"pyproject.toml\" }]\n",
            )],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("pyproject.toml", "foo = \"1.0.1\""),
            Holds("pyproject.toml", "bar = { version = \"1.0.1\" }"),
            Holds("pyproject.toml", "^1.0.1"),
        ],
        ours: &[
            Done,
            Holds("pyproject.toml", "\nversion = \"1.0.1\""),
            Holds("pyproject.toml", "current_version = \"1.0.1\""),
            Holds("pyproject.toml", "foo = \"1.0.0\""),
            Holds("pyproject.toml", "bar = { version = \"1.0.0\" }"),
            Holds("pyproject.toml", "^1.0.0"),
        ],
    },
    Bug {
        case: case(
            "bug: a requirement of the same version is changed",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"requirements.txt\" }]\n",
            &[("requirements.txt", "# for acme 1.2.3\nother==1.2.3\n")],
            &["patch"],
        ),
        theirs: &[
            Done,
            Holds("requirements.txt", "acme 1.2.4\nother==1.2.4\n"),
        ],
        ours: &[
            Done,
            Holds("requirements.txt", "acme 1.2.4\nother==1.2.3\n"),
        ],
    },
    Bug {
        case: case(
            "bug: mixed line ends become one kind",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[("notes.txt", "acme 1.2.3\nacme 1.2.3\r\nend\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "acme 1.2.4\nacme 1.2.4\nend\n")],
        ours: &[Done, Holds("notes.txt", "acme 1.2.4\nacme 1.2.4\r\nend\n")],
    },
    Bug {
        case: case(
            "bug: a backslash of a text is an escape",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", search = 'C:\\new\\{current_version}', replace = 'C:\\new\\{new_version}' }]\n",
            &[("notes.txt", "C:\\new\\1.2.3\n")],
            &["patch"],
        ),
        theirs: &[Failed],
        ours: &[Done, Holds("notes.txt", "C:\\new\\1.2.4\n")],
    },
    Bug {
        case: case(
            "bug: a backslash of a text is a line end",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", search = '\\now {current_version}', replace = '\\now {new_version}' }]\n",
            &[("notes.txt", "\\now 1.2.3\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "\now 1.2.4\n")],
        ours: &[Done, Holds("notes.txt", "\\now 1.2.4\n")],
    },
    Bug {
        case: case(
            "bug: a backslash of a text is a traceback",
            "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\", search = '\\d {current_version}', replace = '\\d {new_version}' }]\n",
            &[("notes.txt", "\\d 1.2.3\n")],
            &["patch"],
        ),
        theirs: &[Failed, Lacks("notes.txt", "1.2.4")],
        ours: &[Done, Holds("notes.txt", "\\d 1.2.4\n")],
    },
];
