//! How versions are taken apart: `parse`.
use super::super::case::{Case, case, tree};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const NOTES: &[(&str, &str)] = &[NOTE];

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "parse: comments and white space mean nothing",
        r#"
current_version = "1.2.3"
parse = """
    (?P<major>\\d+)   # the first
    \\.
    (?P<minor>\\d+)   # the second
    \\.
    (?P<patch>\\d+)
"""
files = [{ filename = "notes.txt" }]
"#,
        NOTES,
        &["minor"],
    ),
    case(
        "parse: a `v` in front is part of the version",
        r#"
current_version = "v1.2.3"
parse = 'v(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)'
serialize = ["v{major}.{minor}.{patch}"]
commit = true
tag = true
tag_name = "{new_version}"
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "v1.2.3\n")],
        &["minor"],
    ),
    case(
        "parse: two numbers",
        r#"
current_version = "3.9"
parse = '(?P<major>\d+)\.(?P<minor>\d+)'
serialize = ["{major}.{minor}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "Python 3.9 or so, and 3.10\n")],
        &["minor"],
    ),
    case(
        "parse: one number",
        r#"
current_version = "41"
parse = '(?P<release>\d+)'
serialize = ["{release}"]
files = [{ filename = "notes.txt", search = "release {current_version}.", replace = "release {new_version}." }]
"#,
        &[("notes.txt", "release 41.\n")],
        &["release"],
    ),
    case(
        "parse: four numbers",
        r#"
current_version = "1.2.3.4"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)\.(?P<build>\d+)'
serialize = ["{major}.{minor}.{patch}.{build}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2.3.4\n")],
        &["patch"],
    ),
    case(
        "parse: four numbers, the last one",
        r#"
current_version = "1.2.3.9"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)\.(?P<build>\d+)'
serialize = ["{major}.{minor}.{patch}.{build}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2.3.9\n")],
        &["build"],
    ),
    case(
        "parse: numbers that may lack are zero",
        r#"
current_version = "1.2"
parse = '(?P<major>\d+)\.(?P<minor>\d+)(\.(?P<patch>\d+))?'
serialize = ["{major}.{minor}.{patch}", "{major}.{minor}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2\n")],
        &["patch"],
    ),
    case(
        "parse: an epoch stays",
        r#"
current_version = "1!2.3.4"
parse = '((?P<epoch>\d+)!)?(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)'
serialize = ["{epoch}!{major}.{minor}.{patch}", "{major}.{minor}.{patch}"]
commit = true
tag = true
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1!2.3.4\n")],
        &["minor"],
    ),
    case(
        "parse: an epoch begins",
        r#"
current_version = "2.3.4"
parse = '((?P<epoch>\d+)!)?(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)'
serialize = ["{epoch}!{major}.{minor}.{patch}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "2.3.4\n")],
        &["epoch"],
    ),
    case(
        "parse: flags and alternatives",
        r#"
current_version = "1.2.0-RC1"
parse = '(?i)(?P<major>0|[1-9]\d*)\.(?P<minor>0|[1-9]\d*)\.(?P<patch>\d+)(?:-(?P<pre>alpha|beta|rc)(?P<number>\d+))?'
serialize = ["{major}.{minor}.{patch}-{pre}{number}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2.0-RC1\n")],
        &["number"],
    ),
    case(
        "parse: a group without a name is no part",
        r#"
current_version = "1.2.3"
parse = '(\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)'
serialize = ["1.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        NOTES,
        &["minor"],
    ),
    case(
        "parse: only one group has a name",
        r#"
current_version = "2024.7"
parse = '2024\.(?P<count>\d+)'
serialize = ["2024.{count}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "2024.7\n")],
        &["count"],
    ),
    case(
        "parse: said on the command line with serialize",
        "\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "7.8\n")],
        &[
            "--current-version=7.8",
            "--parse",
            r"(?P<first>\d+)\.(?P<second>\d+)",
            "--serialize",
            "{first}.{second}",
            "second",
        ],
    ),
    case(
        "parse: a file's own is not looked at",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
parse = 'nothing like it'
serialize = ["{major}/{minor}/{patch}"]
"#,
        &[("notes.txt", "1/2/3\n")],
        &["patch"],
    ),
    case(
        "parse: two numbers of a date and a count",
        r#"
current_version = "2024.5.17"
parse = '(?P<year>20\d\d)\.(?P<month>1?\d)\.(?P<count>\d+)'
serialize = ["{year}.{month}.{count}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "2024.5.17\n")],
        &["count"],
    ),
    case(
        "parse: a later part is not reset when it is not there",
        r#"
current_version = "1.4.0.post2"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.post(?P<post>\d+))?'
serialize = ["{major}.{minor}.{patch}.post{post}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.4.0.post2\n")],
        &["post"],
    ),
    case(
        "parse: a later part goes when an earlier one goes on",
        r#"
current_version = "1.4.0.post2"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.post(?P<post>\d+))?'
serialize = ["{major}.{minor}.{patch}.post{post}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.4.0.post2\n")],
        &["patch"],
    ),
    tree(
        "parse: a class with a space, said in the old format",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\nparse = (?P<major>[0-9]+)[.](?P<minor>[0-9]+)[.](?P<patch>[0-9]+)\n[bumpversion:file:notes.txt]\n",
            ),
            NOTE,
        ],
        &["major"],
    ),
];
