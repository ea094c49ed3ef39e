//! What the parts of a version are: `[tool.bumpversion.parts]`, and `--to`.
use super::super::case::{Case, case};

const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n")];

/// Pre-releases as most projects have them.
macro_rules! pre {
    ($version:literal) => {
        concat!(
            "\ncurrent_version = \"",
            $version,
            r#""
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<pre>[a-z]+)(?P<number>\d+))?'
serialize = ["{major}.{minor}.{patch}-{pre}{number}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.pre]
values = ["alpha", "beta", "rc", "final"]
optional_value = "final"
"#
        )
    };
}

/// A last part with these settings, at this version.
macro_rules! last {
    ($version:literal, $settings:literal) => {
        concat!(
            "\ncurrent_version = \"",
            $version,
            r#""
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.post(?P<last>\d+))?'
serialize = ["{major}.{minor}.{patch}.post{last}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.last]
"#,
            $settings,
            "\n"
        )
    };
}

/// A build behind the version, with these settings.
macro_rules! build {
    ($settings:literal) => {
        concat!(
            r#"
current_version = "1.2.3+7"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)\+(?P<build>\d+)'
serialize = ["{major}.{minor}.{patch}+{build}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.build]
"#,
            $settings,
            "\n"
        )
    };
}

const BUILT: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3+7\n")];

const PLAIN: &str = "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n";

const TREE: &str = r#"
current_version = "1.2.3.4.5"
parse = '(?P<a>\d+)\.(?P<b>\d+)\.(?P<c>\d+)\.(?P<d>\d+)\.(?P<e>\d+)'
serialize = ["{a}.{b}.{c}.{d}.{e}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts]
c = { depends_on = "a" }
d = { first_value = 1 }
e = { depends_on = "b" }
"#;

const TREE_NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3.4.5\n")];

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "parts: a release to its first pre-release",
        pre!("1.2.3"),
        NOTES,
        &["minor"],
    ),
    case(
        "parts: the number goes on",
        pre!("1.2.3-beta2"),
        &[("notes.txt", "1.2.3-beta2\n")],
        &["number"],
    ),
    case(
        "parts: the label goes on",
        pre!("1.2.3-beta2"),
        &[("notes.txt", "1.2.3-beta2\n")],
        &["pre"],
    ),
    case(
        "parts: the label comes to its end",
        pre!("1.2.3-rc2"),
        &[("notes.txt", "1.2.3-rc2\n")],
        &["pre"],
    ),
    case(
        "parts: a label by name",
        pre!("1.2.3-alpha2"),
        &[("notes.txt", "1.2.3-alpha2\n")],
        &["pre", "--to", "rc"],
    ),
    case(
        "parts: out by name",
        pre!("1.2.3-alpha2"),
        &[("notes.txt", "1.2.3-alpha2\n")],
        &["--to", "final", "pre"],
    ),
    case(
        "parts: a patch from a pre-release",
        pre!("1.2.3-rc2"),
        &[("notes.txt", "1.2.3-rc2\n")],
        &["patch"],
    ),
    case(
        "parts: a number by name",
        pre!("1.2.3"),
        NOTES,
        &["minor", "--to", "10"],
    ),
    case(
        "parts: a number with zeros by name",
        PLAIN,
        NOTES,
        &["minor", "--to=07"],
    ),
    case(
        "parts: a part to where it is",
        PLAIN,
        NOTES,
        &["patch", "--to", "3"],
    ),
    case(
        "parts: a first number",
        last!("1.2.3", "first_value = 5"),
        NOTES,
        &["last"],
    ),
    case(
        "parts: a first number, as a text",
        last!("1.2.3", "first_value = \"9\""),
        NOTES,
        &["last"],
    ),
    case(
        "parts: back to the first number",
        last!("1.2.3.post9", "first_value = 1\noptional_value = \"0\""),
        &[("notes.txt", "1.2.3.post9\n")],
        &["patch"],
    ),
    case(
        "parts: an optional number",
        last!("1.2.3", "optional_value = \"5\""),
        NOTES,
        &["last"],
    ),
    case(
        "parts: numbers out of a list",
        last!("1.2.3", "values = [\"10\", \"20\", \"40\"]"),
        NOTES,
        &["last"],
    ),
    case(
        "parts: whole numbers out of a list",
        last!("1.2.3.post20", "values = [10, 20, 40]"),
        &[("notes.txt", "1.2.3.post20\n")],
        &["last"],
    ),
    case(
        "parts: a list that begins later",
        last!(
            "1.2.3.post40",
            "values = [\"10\", \"20\", \"40\"]\nfirst_value = \"20\""
        ),
        &[("notes.txt", "1.2.3.post40\n")],
        &["minor"],
    ),
    case(
        "parts: a build is reset",
        build!("first_value = 1"),
        BUILT,
        &["minor"],
    ),
    case(
        "parts: an independent build stays",
        build!("independent = true"),
        BUILT,
        &["minor"],
    ),
    case(
        "parts: an independent build goes on",
        build!("independent = true"),
        BUILT,
        &["build"],
    ),
    case(
        "parts: a build always goes on",
        build!("always_increment = true"),
        BUILT,
        &["minor"],
    ),
    case(
        "parts: a build that always goes on goes on once",
        build!("always_increment = true"),
        BUILT,
        &["build"],
    ),
    case(
        "parts: a build that always goes on, to a number",
        build!("always_increment = true"),
        BUILT,
        &["minor", "--to", "9"],
    ),
    case(
        "parts: a build that depends on the first number stays",
        build!("depends_on = \"major\""),
        BUILT,
        &["minor"],
    ),
    case(
        "parts: a build that depends on the first number is reset",
        build!("depends_on = \"major\""),
        BUILT,
        &["major"],
    ),
    case("parts: a tree, from its root", TREE, TREE_NOTES, &["a"]),
    case("parts: a tree, from one branch", TREE, TREE_NOTES, &["b"]),
    case(
        "parts: a tree, from the other branch",
        TREE,
        TREE_NOTES,
        &["c"],
    ),
    case("parts: a tree, from a leaf", TREE, TREE_NOTES, &["d"]),
    case(
        "parts: a part that always goes on resets those behind it",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.minor]
always_increment = true
"#,
        NOTES,
        &["patch"],
    ),
    case(
        "parts: a part of letters and a number",
        r#"
current_version = "1.2.3r4"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(?P<revision>r\d+)'
serialize = ["{major}.{minor}.{patch}{revision}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.revision]
first_value = "r1"
"#,
        &[("notes.txt", "1.2.3r4\n")],
        &["--new-version", "1.2.3r5"],
    ),
    case(
        "parts: the first number of letters and a number goes on",
        r#"
current_version = "1.2.3r4"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(?P<revision>r\d+)'
serialize = ["{major}.{minor}.{patch}{revision}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2.3r4\n")],
        &["revision"],
    ),
    case(
        "parts: settings of a part that is in no version",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.phase]
values = ["a", "b"]
"#,
        NOTES,
        &["patch"],
    ),
    case(
        "parts: zeros in front go on",
        r#"
current_version = "24.08.09"
serialize = ["{major}.{minor:02}.{patch:02d}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "24.08.09\n")],
        &["patch"],
    ),
    case(
        "parts: a label and a number that begin at once",
        r#"
current_version = "1.2.3"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)((?P<pre>a|b|rc)(?P<number>\d+))?(\.dev(?P<dev>\d+))?'
serialize = [
    "{major}.{minor}.{patch}{pre}{number}.dev{dev}",
    "{major}.{minor}.{patch}{pre}{number}",
    "{major}.{minor}.{patch}.dev{dev}",
    "{major}.{minor}.{patch}",
]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts]
pre = { values = ["a", "b", "rc", "out"], optional_value = "out" }
number = { first_value = 1 }
dev = { first_value = 0 }
"#,
        NOTES,
        &["minor"],
    ),
];
