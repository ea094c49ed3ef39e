//! What is looked for and what takes its place: `search`, `replace`, `regex`.
use super::super::case::{Case, case, tree};

const NOTES: &[(&str, &str)] = &[("notes.txt", "acme 1.2.3\n")];

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "search: every place in a file",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"guide.md\" }]\n",
        &[(
            "guide.md",
            "1.2.3 v1.2.3 \"1.2.3\" '1.2.3' (1.2.3) acme==1.2.3, acme@1.2.3/ >=1.2.3,<2 acme-1.2.3-py3-none-any.whl acme-1.2.3.tar.gz acme:1.2.3-slim\nIt is 1.2.3.\n",
        )],
        &["patch"],
    ),
    case(
        "search: words around the version",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = "acme {current_version} of", replace = "acme {new_version} of" }]
"#,
        &[("notes.txt", "acme 1.2.3 of other 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: signs of patterns are signs",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = "(v{current_version})* [a] $^ a+?", replace = "<{new_version}>" }]
"#,
        &[("notes.txt", "(v1.2.3)* [a] $^ a+?\n(v1x2x3)\n")],
        &["minor"],
    ),
    case(
        "search: no version in it",
        r#"
current_version = "1.2.3"
files = [{ filename = "NEWS", search = "Next\n----", replace = "Next\n----\n\n{new_version}\n-----" }]
"#,
        &[("NEWS", "News\n\nNext\n----\n\n1.2.2\n-----\n")],
        &["minor"],
    ),
    case(
        "search: the text goes away",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = " ({current_version} is next)", replace = "" }]
"#,
        &[("notes.txt", "acme (1.2.3 is next)!\n")],
        &["minor"],
    ),
    case(
        "search: braces are written twice",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = "{{{current_version}}}", replace = "{{{new_version}}} {{}}" }]
"#,
        &[("notes.txt", "{1.2.3} 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: lines of a file with carriage returns",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = "one\nacme {current_version}\n", replace = "one\nacme {new_version}\nmore\n" }]
"#,
        &[("notes.txt", "one\r\nacme 1.2.3\r\ntwo\r\n")],
        &["minor"],
    ),
    case(
        "search: carriage returns stay",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "one\r\nacme 1.2.3\r\ntwo")],
        &["minor"],
    ),
    case(
        "search: a byte order mark stays",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "\u{feff}1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: groups come back by number",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = '(acme\s+)"{current_version}"(.*)$', replace = '\1"{new_version}"\2!' }]
"#,
        &[("notes.txt", "acme  \"1.2.3\" and so on\nacme \"1.2.4\"\n")],
        &["minor"],
    ),
    case(
        "search: groups come back before a digit",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = '(acme[ =]+){current_version}', replace = '\g<1>{new_version}' }]
"#,
        &[("notes.txt", "acme = 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: groups come back by name",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = '(?P<before>["=]){current_version}(?P<after>")', replace = '\g<before>{new_version}\g<after>' }]
"#,
        &[("notes.txt", "\"1.2.3\" =1.2.3\"\n")],
        &["minor"],
    ),
    case(
        "search: the whole match comes back",
        r#"
current_version = "1.2.3"
files = [{ filename = "NEWS", regex = true, search = '^Next$', replace = '\g<0>\n\n{new_version}' }]
"#,
        &[("NEWS", "News\nNext\nThe Next\n")],
        &["minor"],
    ),
    case(
        "search: escapes of a pattern's replacement",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = 'acme {current_version}', replace = 'acme\n\t{new_version}\\' }]
"#,
        NOTES,
        &["minor"],
    ),
    case(
        "search: a dot means line ends as well",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = 'begin.*?end {current_version}', replace = 'begin end {new_version}' }]
"#,
        &[("notes.txt", "begin\n\nof it\nend 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: a dollar means each line",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = '{current_version}$', replace = '{new_version}' }]
"#,
        &[("notes.txt", "1.2.3 here\nthere 1.2.3\nand 1.2.3")],
        &["minor"],
    ),
    case(
        "search: a pattern over lines",
        r#"
current_version = "1.2.3"
files = [{ filename = "chart.yaml", regex = true, search = 'name: acme\n(\s+)tag: {current_version}', replace = 'name: acme\n\1tag: {new_version}' }]
"#,
        &[(
            "chart.yaml",
            "images:\n  - name: other\n    tag: 1.2.3\n  - name: acme\n    tag: 1.2.3\n",
        )],
        &["minor"],
    ),
    case(
        "search: counts of a pattern are written twice",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = 'of \d{{4}}-\d{{1,2}}', replace = "of {new_version}" }]
"#,
        &[("notes.txt", "of 2024-5, of 1-1\n")],
        &["minor"],
    ),
    case(
        "search: flags of a pattern",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", regex = true, search = '(?i)version {current_version}', replace = "Version {new_version}" }]
"#,
        &[("notes.txt", "VERSION 1.2.3, version 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: the version in a pattern is a text",
        r#"
current_version = "1.2.3+a.b"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\+(?P<local>.+))?'
serialize = ["{major}.{minor}.{patch}+{local}", "{major}.{minor}.{patch}"]
parts.local.independent = true
files = [{ filename = "notes.txt", regex = true, search = '^at {current_version}', replace = "at {new_version}" }]
"#,
        &[("notes.txt", "at 1.2.3+a.b\nat 1.2.33+axb\n")],
        &["--new-version", "1.3.0+c"],
    ),
    case(
        "search: regex for all, none for one",
        r#"
current_version = "1.2.3"
regex = true
files = [
    { filename = "notes.txt", search = "[{current_version}]", replace = "[{new_version}]", regex = false },
    { filename = "more.txt", search = "[v]{current_version}", replace = "v{new_version}" },
]
"#,
        &[("notes.txt", "[1.2.3]\n"), ("more.txt", "v1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: three entries of a file, each after the other",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "now {current_version}"
replace = "now {new_version}, was {current_version}"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "was {current_version}"
replace = "before {current_version}"

[[tool.bumpversion.files]]
filename = "./notes.txt"
search = "before"
replace = "after"
"#,
        &[("notes.txt", "now 1.2.3\n")],
        &["minor"],
    ),
    case(
        "search: a heading with today's date",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "NEWS.rst"
search = """
Next
====
"""
replace = """
Next
====

{new_version} ({now:%Y-%m-%d})
==================
"""
"#,
        &[("NEWS.rst", "News\n\nNext\n====\n\n* One.\n")],
        &["minor"],
    ),
    case(
        "search: said on the command line for a file of the command line",
        "\n",
        &[("notes.txt", "acme 1.2.3, other 1.2.3\n")],
        &[
            "--current-version",
            "1.2.3",
            "--search",
            "acme {current_version}",
            "--replace",
            "acme {new_version}",
            "minor",
            "notes.txt",
        ],
    ),
    case(
        "search: a pattern on the command line",
        "\n",
        &[("notes.txt", "acme 1.2.3, other 1.2.3\n")],
        &[
            "--current-version=1.2.3",
            "--regex",
            "--search=^(.{{4}}) {current_version}",
            "--replace=\\1 {new_version}",
            "minor",
            "notes.txt",
        ],
    ),
    case(
        "search: the version as it is said is looked for as well",
        "\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "acme 1.02.3\n")],
        &["--current-version", "1.02.3", "minor"],
    ),
    case(
        "search: no line end at the end",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "\n\n1.2.3")],
        &["major"],
    ),
    tree(
        "search: the version of a project and text around it",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\nurls = { docs = \"https://example.com/acme/v1.2.3/\" }\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n\n[[tool.bumpversion.files]]\nfilename = \"pyproject.toml\"\nsearch = \"acme/v{current_version}/\"\nreplace = \"acme/v{new_version}/\"\n",
        )],
        &["minor"],
    ),
];
