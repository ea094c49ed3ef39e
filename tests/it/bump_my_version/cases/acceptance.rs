//! What bump-my-version's own tests ask of it, in our words.
use super::super::case::{Case, case, tree};

const PLACEHOLDER: (&str, &str) = ("notes.txt", "Released on DD.MM.YYYY as X.Y.Z\n");

const FEWEST: &str = r#"
current_version = "1.2.3"
parse = '(?P<major>\d+)(\.(?P<minor>\d+))?(\.(?P<patch>\d+))?'
serialize = ["{major}.{minor}.{patch}", "{major}.{minor}", "{major}"]
files = [{ filename = "notes.txt" }]
"#;

const NOTES: &[(&str, &str)] = &[("notes.txt", "This is 1.2.3 of acme.\n")];

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "caret: only the line that begins so",
        r#"
current_version = "1.0.0"
regex = true

[[tool.bumpversion.files]]
filename = "chart.yaml"
search = "^version: {current_version}"
replace = "version: {new_version}"
"#,
        &[("chart.yaml", "version: 1.0.0\ndependencies:\n  - name: other\n    version: 1.0.0\n")],
        &["patch"],
    ),
    case(
        "date: any date becomes today, and the version beside it",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "about.txt"
search = "date = '\\d{{4}}-\\d{{2}}-\\d{{2}}'"
replace = "date = '{now:%Y-%m-%d}'"
regex = true

[[tool.bumpversion.files]]
filename = "about.txt"
"#,
        &[("about.txt", "date = '2001-02-03'\nversion = '1.2.3'\n")],
        &["patch"],
    ),
    case(
        "date: nothing but the date is in the file",
        r#"
current_version = "4.7.1"
regex = true

[[tool.bumpversion.files]]
filename = "./released.yaml"
search = 'date-released: \d{{4}}-\d{{2}}-\d{{2}}'
replace = "date-released: {utcnow:%Y-%m-%d}"
"#,
        &[("released.yaml", "format: 1.2.0\ndate-released: 2001-02-03\n")],
        &["patch"],
    ),
    case(
        "date: brackets of a heading are escaped",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "NEWS"
regex = true
search = '## \[Out\] {current_version} \d{{4}}-\d{{2}}-\d{{2}}'
replace = '## [Out] {new_version} {now:%Y-%m-%d}'
"#,
        &[("NEWS", "## [Out] 1.2.3 2001-02-03\n\nText.\n")],
        &["minor"],
    ),
    tree(
        "keys: a pin that begins with the version stays",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"0.0.2\"  # see CHANGES\ndependencies = []\n\n[tool.pdm.dev-dependencies]\nlint = [\n    \"ruff==0.0.292\", # stays\n]\n\n[tool.bumpversion]\ncommit = false\ncurrent_version = \"0.0.2\" # this one\n\n[tool.other]\nwords = \"one, two\"\n",
        )],
        &["minor"],
    ),
    tree(
        "multi-line: the old format joins lines",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.0.0\n\n[bumpversion:file:LINES.md]\nsearch = **next**\n\t**v{current_version}**\nreplace = **next**\n\t**v{new_version}**\n",
            ),
            ("LINES.md", "# One\n\n**next**\n**v1.0.0**\n"),
        ],
        &["minor"],
    ),
    tree(
        "multi-line: the old format keeps commas at line ends",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.0.0\n\n[bumpversion:file:LINES.md]\nsearch = **next**,\n\t**v{current_version}**,\nreplace = **next**,\n\t**v{new_version}**,\n",
            ),
            ("LINES.md", "# One\n\n**next**,\n**v1.0.0**,\n"),
        ],
        &["minor"],
    ),
    case(
        "globs: one folder",
        "\ncurrent_version = \"1.0.0\"\nfiles = [{ glob = \"*.txt\" }]\n",
        &[("one.txt", "1.0.0\n"), ("two.txt", "v1.0.0\n"), ("below/three.txt", "1.0.0\n"), ("four.md", "1.0.0\n")],
        &["patch"],
    ),
    case(
        "globs: all folders",
        "\ncurrent_version = \"1.0.0\"\nfiles = [{ glob = \"**/*.txt\" }]\n",
        &[("one.txt", "1.0.0\n"), ("two.txt", "v1.0.0\n"), ("below/three.txt", "1.0.0\n"), ("four.md", "1.0.0\n")],
        &["patch"],
    ),
    tree(
        "percent: .bumpversion.cfg takes it as it is",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 0.7.2\nsearch = DD.MM.YYYY as X.Y.Z\nreplace = {now:%d.%m.%Y} as {new_version}\n\n[bumpversion:file:notes.txt]\n",
            ),
            PLACEHOLDER,
        ],
        &["minor"],
    ),
    tree(
        "percent: setup.cfg wants it twice",
        &[
            (
                "setup.cfg",
                "[bumpversion]\ncurrent_version = 0.7.2\nsearch = DD.MM.YYYY as X.Y.Z\nreplace = {now:%%d.%%m.%%Y} as {new_version}\n\n[bumpversion:file:notes.txt]\n",
            ),
            PLACEHOLDER,
        ],
        &["minor"],
    ),
    case(
        "percent: pyproject.toml takes it as it is",
        r#"
current_version = "0.7.2"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "DD.MM.YYYY as X.Y.Z"
replace = "{now:%d.%m.%Y} as {new_version}"
"#,
        &[PLACEHOLDER],
        &["minor"],
    ),
    case(
        "moveable: the tag of the major moves here and there",
        r#"
current_version = "1.0.0"
commit = true
tag = true
moveable_tags = ["v{new_major}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.0.0\n")],
        &["minor"],
    )
    .given("git tag v1; git init -q --bare ../remote.git; git remote add origin \"$(cd ../remote.git && pwd)\"; git push -q origin main v1"),
    case(
        "twice: one file, two spellings",
        r#"
current_version = "0.10.2"

[[tool.bumpversion.files]]
filename = "both.txt"
search = "dots: {current_version}"
replace = "dots: {new_version}"

[[tool.bumpversion.files]]
filename = "both.txt"
search = "dashes: {current_version}"
replace = "dashes: {new_version}"
parse = '(?P<major>\d+)-(?P<minor>\d+)-(?P<patch>\d+)'
serialize = ["{major}-{minor}-{patch}"]
"#,
        &[("both.txt", "dots: 0.10.2\ndashes: 0-10-2")],
        &["patch"],
    ),
    case("fewest: all three are needed", FEWEST, NOTES, &["patch"]),
    case("fewest: two are enough", FEWEST, NOTES, &["minor"]),
    case("fewest: one is enough", FEWEST, NOTES, &["major"]),
    case(
        "padding: zeros are not written unless they are asked for",
        "\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "5.06.0\n")],
        &["--current-version", "5.06.0", "patch"],
    ),
    case(
        "padding: zeros are asked for",
        r#"
current_version = "1.02.3"
serialize = ["{major}.{minor:02}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.02.3\n")],
        &["minor"],
    ),
    case(
        "dash: a tag with a dash and a folder says the current version",
        r#"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<phase>[0-9A-Za-z]+))?(\+build\.(?P<build>[0-9A-Za-z]+))?'
serialize = ["{major}.{minor}.{patch}-{phase}+build.{build}", "{major}.{minor}.{patch}+build.{build}"]
message = "Bump {current_version} -> {new_version}"
tag_name = "app/{new_version}"
tag_message = "Version app/{new_version}"
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.phase]
values = ["beta", "rc", "final"]
optional_value = "final"

[tool.bumpversion.parts.build]
first_value = 1000
independent = true
always_increment = true
"#,
        &[("notes.txt", "4.0.3-beta+build.1047\n")],
        &["--tag", "--commit", "patch"],
    )
    .given("git tag -a app/4.0.3-beta+build.1047 -m four"),
    case(
        "missing: said on the command line to be no error",
        "\ncurrent_version = \"0.0.1\"\n\n[[tool.bumpversion.files]]\nfilename = \"version.txt\"\nregex = false\n",
        &[],
        &["--verbose", "--no-regex", "--no-configured-files", "--ignore-missing-files", "minor", "version.txt"],
    ),
    case(
        "current version: given, and nothing to be changed by a dry run",
        "\nallow_dirty = true\n",
        &[],
        &["-vv", "--current-version", "1.0.0", "--dry-run", "minor"],
    ),
    case(
        "requirements: one line of two, and a heading",
        r#"
current_version = "1.5.6"

[[tool.bumpversion.files]]
filename = "requirements.txt"
search = "acme=={current_version}"
replace = "acme=={new_version}"

[[tool.bumpversion.files]]
filename = "NEWS.md"
search = '## [Unreleased]'
replace = """
## [Unreleased]

## [{new_version}] - {utcnow:%Y-%m-%d}"""
"#,
        &[
            ("requirements.txt", "django>=1.5.6,<1.6\nacme==1.5.6\n"),
            ("NEWS.md", "# News\n\n## [Unreleased]\n### Added\n- This.\n\n## [0.0.1] - 2014-05-31\n"),
        ],
        &["minor"],
    ),
    case(
        "letters: those of other languages stay",
        "\ncurrent_version = \"1.3.0\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[("notes.txt", "Größe „1.3.0“ – наш 版本\n")],
        &["patch"],
    ),
    case(
        "lines: a search of three",
        r#"
current_version = "9.8.7"

[[tool.bumpversion.files]]
filename = "letters.txt"
search = "A\nB\nC"
replace = "A\nB\nC\n{new_version}"
"#,
        &[("letters.txt", "A\nB\nC\n")],
        &["major"],
    ),
    case(
        "pattern: one that is none is taken as a text",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "marks.txt"
regex = true
search = "Mark: A+ ( '{current_version}'"
replace = "Mark: A+ ( '{new_version}'"
"#,
        &[("marks.txt", "Mark: A+ ( '1.2.3'\n")],
        &["patch"],
    ),
    case(
        "overrides: each key of a file beside those of all",
        r#"
current_version = "0.0.1"
ignore_missing_version = true
regex = true

[[tool.bumpversion.files]]
filename = "all.txt"

[[tool.bumpversion.files]]
filename = "search.txt"
search = '\*\*next\*\*'

[[tool.bumpversion.files]]
filename = "replace.txt"
replace = "**next**"

[[tool.bumpversion.files]]
filename = "serialize.txt"
serialize = ["{major}"]

[[tool.bumpversion.files]]
filename = "regex.txt"
search = "*{current_version}*"
replace = "*{new_version}*"
regex = false
"#,
        &[
            ("all.txt", "0.0.1\n"),
            ("search.txt", "**next** 0.0.1\n"),
            ("replace.txt", "0.0.1\n"),
            ("serialize.txt", "v0\n"),
            ("regex.txt", "*0.0.1*\n"),
        ],
        &["major"],
    ),
    case(
        "ignored: a version that the file lacks, said of the file",
        "\ncurrent_version = \"1.2.5\"\nfiles = [{ filename = \"other.txt\", ignore_missing_version = true }]\n",
        &[("other.txt", "1.2.3\n")],
        &["patch"],
    ),
    case(
        "ignored: a version that the file lacks, said of all and of the file",
        "\ncurrent_version = \"1.2.5\"\nignore_missing_version = true\nfiles = [{ filename = \"other.txt\", ignore_missing_version = true }]\n",
        &[("other.txt", "1.2.3\n")],
        &["patch"],
    ),
];
