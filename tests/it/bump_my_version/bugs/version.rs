//! Versions that are wrong: partly read, not PEP 440, earlier, disagreeing, left behind.
use super::super::case::{case, tree};
use super::super::fact::{
    Bug,
    Fact::{Committed, Done, Holds, Lacks, NotCommitted, Refused, Tags},
};

const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n")];

macro_rules! at {
    ($version:literal, $settings:literal) => {
        concat!(
            "\ncurrent_version = \"",
            $version,
            "\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            $settings,
            "\n"
        )
    };
}

/// The bugs.
pub(super) const BUGS: &[Bug] = &[
    Bug {
        case: case("bug: half a pre-release is read", at!("1.2.3rc1", ""), &[("notes.txt", "1.2.3rc1\n")], &["patch"]),
        theirs: &[Done, Holds("notes.txt", "1.2.4rc1"), Holds("pyproject.toml", "\"1.2.4rc1\"")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: an epoch is not read", at!("1!1.2.3", ""), &[("notes.txt", "1!1.2.3\n")], &["patch"]),
        theirs: &[Done, Holds("notes.txt", "1!1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a fourth number is not read", at!("1.2.3.4", ""), &[("notes.txt", "1.2.3.4\n")], &["patch"]),
        theirs: &[Done, Holds("notes.txt", "1.2.4.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: half a new version is read", at!("1.2.3", "commit = true\ntag = true"), NOTES, &["--new-version", "1.2.4rc1"]),
        theirs: &[Done, Committed("notes.txt", "1.2.4\n"), Tags("v1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: half a tag is read", "\nfiles = [{ filename = \"notes.txt\" }]\n", NOTES, &["patch"])
            .given("git tag v1.2.3-foo"),
        theirs: &[Done, Holds("notes.txt", "acme 1.2.4")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: the result is no version",
            concat!(
                at!("1.2.3", ""),
                r#"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)((?P<pre>[a-z]+)(?P<number>\d+))?'
serialize = ["{major}.{minor}.{patch}{pre}{number}", "{major}.{minor}.{patch}"]

[tool.bumpversion.parts.pre]
values = ["a", "rc", "final"]
optional_value = "final"
"#
            ),
            NOTES,
            &["number"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.3final1")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a new version is none", at!("1.2.3", "parse = '(?P<major>\\d+).*'\nserialize = [\"{major}.x\"]"), NOTES, &["major"]),
        theirs: &[Done, Holds("notes.txt", "2.x")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: a development version comes after its release",
            concat!(
                at!("1.2.3", ""),
                r#"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.(?P<dev>dev)(?P<number>\d+))?'
serialize = ["{major}.{minor}.{patch}.{dev}{number}", "{major}.{minor}.{patch}"]

[tool.bumpversion.parts.dev]
values = ["out", "dev"]
"#
            ),
            NOTES,
            &["dev"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.3.dev0")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a new version is earlier", at!("1.2.3", "commit = true\ntag = true"), NOTES, &["--new-version", "1.1.9"]),
        theirs: &[Done, Committed("notes.txt", "1.1.9\n"), Tags("v1.1.9")],
        ours: &[Refused],
    },
    Bug {
        case: case("bug: a part is set to an earlier one", at!("1.2.3", ""), NOTES, &["minor", "--to", "1"]),
        theirs: &[Done, Holds("notes.txt", "1.1.0\n")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: the calendar goes back",
            "\ncurrent_version = \"2999.1.0\"\nparse = '(?P<date>\\d+\\.\\d+)\\.(?P<count>\\d+)'\nserialize = [\"{date}.{count}\"]\nparts = { date = { calver_format = \"{YYYY}.{MM}\" } }\nfiles = [{ filename = \"notes.txt\" }]\n",
            &[("notes.txt", "acme 2999.1.0\n")],
            &["count"],
        ),
        theirs: &[Done, Lacks("notes.txt", "2999")],
        ours: &[Refused],
    },
    Bug {
        case: tree(
            "bug: the project says another version",
            &[(
                "pyproject.toml",
                "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
            )],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "version = \"1.2.0\"\n"), Holds("pyproject.toml", "\"1.2.4\"")],
        ours: &[Refused],
    },
    Bug {
        case: tree(
            "bug: poetry's table says another version",
            &[(
                "pyproject.toml",
                "[tool.poetry]\nname = \"acme\"\nversion = \"1.2.0\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
            )],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "version = \"1.2.0\"\n"), Holds("pyproject.toml", "\"1.2.4\"")],
        ours: &[Refused],
    },
    Bug {
        case: tree(
            "bug: poetry's table is left behind",
            &[(
                "pyproject.toml",
                "[tool.poetry]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
            )],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "\nversion = \"1.2.3\"\n"), Holds("pyproject.toml", "\"1.2.4\"")],
        ours: &[Done, Holds("pyproject.toml", "\nversion = \"1.2.4\"\n"), Lacks("pyproject.toml", "1.2.3")],
    },
    Bug {
        case: tree(
            "bug: a project beside .bumpversion.toml is left behind",
            &[
                ("pyproject.toml", "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n"),
                (".bumpversion.toml", "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n"),
            ],
            &["patch"],
        ),
        theirs: &[Done, Holds("pyproject.toml", "\"1.2.3\""), Holds(".bumpversion.toml", "\"1.2.4\"")],
        ours: &[Done, Holds("pyproject.toml", "\"1.2.4\""), Holds(".bumpversion.toml", "\"1.2.4\"")],
    },
    Bug {
        case: tree(
            "bug: a module is left behind",
            &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\ncommit = true\ntag = true\n",
                ),
                ("acme/__init__.py", "__version__ = \"1.2.3\"\n"),
            ],
            &["patch"],
        ),
        theirs: &[Done, NotCommitted("acme/__init__.py", "1.2.4"), Tags("v1.2.4")],
        ours: &[Done, Committed("acme/__init__.py", "\"1.2.4\""), Holds("acme/__init__.py", "\"1.2.4\""), Tags("v1.2.4")],
    },
    Bug {
        case: case("bug: the current version that is said is not the configured one", at!("1.2.3", ""), &[("notes.txt", "acme 1.5.0\n")], &["--current-version", "1.5.0", "patch"]),
        theirs: &[Done, Holds("notes.txt", "1.5.1"), Holds("pyproject.toml", "\"1.2.3\"")],
        ours: &[Refused],
    },
    Bug {
        case: case(
            "bug: a build is written once and then never again",
            at!("1.2.3+box1", "parse = '(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(\\+.+)?'\nserialize = [\"{major}.{minor}.{patch}+{$PLACE}\"]"),
            &[("notes.txt", "1.2.3+box1\n")],
            &["patch"],
        )
        .with(&[("PLACE", "box2")]),
        theirs: &[Done, Holds("notes.txt", "1.2.4+box2"), Holds("pyproject.toml", "\"1.2.3+box1\"")],
        ours: &[Done, Holds("notes.txt", "1.2.4+box2"), Holds("pyproject.toml", "\"1.2.4+box2\"")],
    },
    Bug {
        case: case(
            "bug: a build stays behind the next version",
            at!("1.2.3+box1", "parse = '(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(\\+.+)?'\nserialize = [\"{major}.{minor}.{patch}\"]"),
            &[("notes.txt", "1.2.3\n")],
            &["patch"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.4\n"), Holds("pyproject.toml", "\"1.2.4+box1\"")],
        ours: &[Done, Holds("notes.txt", "1.2.4\n"), Holds("pyproject.toml", "\"1.2.4\"")],
    },
    Bug {
        case: case("bug: zeros in front hide the version", at!("5.06.0", ""), &[("notes.txt", "acme 5.06.0\n")], &["patch"]),
        theirs: &[Done, Holds("notes.txt", "acme 5.6.1\n"), Holds("pyproject.toml", "\"5.06.0\"")],
        ours: &[Done, Holds("notes.txt", "acme 5.6.1\n"), Holds("pyproject.toml", "\"5.6.1\"")],
    },
    Bug {
        case: case(
            "bug: an optional part stays behind the next version",
            at!("1.2.3.post1", "parse = '(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(\\.post(?P<post>\\d+))?'\nserialize = [\"{major}.{minor}.{patch}.post{post}\", \"{major}.{minor}.{patch}\"]\nparts = { post = { first_value = 1 } }"),
            &[("notes.txt", "1.2.3.post1\n")],
            &["post"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.3.post2.post1\n"), Holds("pyproject.toml", "\"1.2.3.post2.post1\"")],
        ours: &[Done, Holds("notes.txt", "1.2.3.post2\n"), Holds("pyproject.toml", "\"1.2.3.post2\"")],
    },
    Bug {
        case: case(
            "bug: an optional number makes it earlier",
            at!("1.2.3.post4", "parse = '(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(\\.post(?P<post>\\d+))?'\nserialize = [\"{major}.{minor}.{patch}.post{post}\", \"{major}.{minor}.{patch}\"]\nparts = { post = { optional_value = \"5\" } }"),
            &[("notes.txt", "1.2.3.post4\n")],
            &["post"],
        ),
        theirs: &[Done, Holds("notes.txt", "1.2.3\n")],
        ours: &[Refused],
    },
];
