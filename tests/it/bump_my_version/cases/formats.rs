//! Where the configuration is, and in which format.
use super::super::case::{Case, case, tree};

const NOTES: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const MINOR: &[&str] = &["minor"];

/// The cases.
pub const CASES: &[Case] = &[
    tree(
        "format: a project without any configuration",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n",
        )],
        MINOR,
    ),
    tree(
        "format: no configuration, and files of the command line",
        &[
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n",
            ),
            NOTES,
        ],
        &["minor", "notes.txt", "--commit", "--tag"],
    ),
    tree(
        "format: comments, spaces and order stay",
        &[(
            "pyproject.toml",
            "# Top.\n[tool.bumpversion] # here\ncommit   = false\n  current_version   =   \"1.2.3\"   # now\n\n[project]\nname = \"acme\"\nversion= \"1.2.3\" # twice\nkeywords = [ \"a\" ,\n  # in between\n  \"b\", ]\n\n[tool.other]\nt = 1979-05-27T07:32:00Z\nx = { a = 1,b = [ ] }\ns = '''\nlines'''\n",
        )],
        MINOR,
    ),
    tree(
        "format: an inline table",
        &[
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n\n[tool]\nbumpversion = { current_version = \"1.2.3\", files = [{ filename = \"notes.txt\" }] }\n",
            ),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: dotted keys",
        &[
            (
                "pyproject.toml",
                "project.name = \"acme\"\nproject.version = \"1.2.3\"\ntool.bumpversion.current_version = \"1.2.3\"\ntool.bumpversion.files = [{ filename = \"notes.txt\" }]\n",
            ),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: no line end at the end",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"",
        )],
        MINOR,
    ),
    tree(
        "format: .bumpversion.toml",
        &[
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n\n[[tool.bumpversion.files]]\nfilename = \"notes.txt\"\n",
            ),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: .bumpversion.toml beside the project's version, which is a file of it",
        &[
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n\n[[tool.bumpversion.files]]\nfilename = \"pyproject.toml\"\nsearch = 'version = \"{current_version}\"'\nreplace = 'version = \"{new_version}\"'\n",
            ),
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n",
            ),
        ],
        MINOR,
    ),
    tree(
        "format: .bumpversion.toml goes before pyproject.toml",
        &[
            (
                ".bumpversion.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            ),
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n\n[tool.bumpversion]\ncommit = true\ntag = true\n",
            ),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: a .bumpversion.toml that says nothing of it is passed over",
        &[
            (".bumpversion.toml", "[tool.other]\nx = 1\n"),
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            ),
            ("setup.cfg", "[metadata]\nname = acme\n"),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: .bumpversion.cfg",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\n",
            ),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: .bumpversion.cfg as it comes",
        &[
            (
                ".bumpversion.cfg",
                "# old\n[bumpversion]\n; older\ncurrent_version=1.2.3\ncommit=true\ntag = False\nmessage = Now: {new_version}, was {current_version}\n\n[bumpversion:file(one):notes.txt]\nsearch = acme {current_version}\nreplace = acme {new_version}\n\n[bumpversion:file(two):notes.txt]\nsearch = other {current_version}\nreplace = other {new_version}\n[bumpversion:glob:*.md]\n",
            ),
            ("notes.txt", "acme 1.2.3, other 1.2.3\n"),
            ("a.md", "1.2.3\n"),
            ("b.md", "1.2.3\n"),
        ],
        MINOR,
    ),
    tree(
        "format: .bumpversion.cfg goes before the others",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\n",
            ),
            (".bumpversion.toml", "[tool.bumpversion]\ncommit = true\n"),
            NOTES,
        ],
        MINOR,
    ),
    tree(
        "format: setup.cfg",
        &[
            (
                "setup.cfg",
                "[metadata]\nname = acme\nversion = attr: acme.__version__\n\n[bumpversion]\ncurrent_version = 1.2.3\ncommit = True\nmessage = Now %%, {new_version}\n\n[bumpversion:file:acme/__init__.py]\nsearch = \"{current_version}\"\nreplace = \"{new_version}\"\n\n[flake8]\nmax-line-length = 100\n",
            ),
            ("acme/__init__.py", "__version__ = \"1.2.3\"\n"),
        ],
        MINOR,
    ),
    tree(
        "format: setup.cfg with the version itself",
        &[(
            "setup.cfg",
            "[metadata]\nname = acme\nversion = 1.2.3\n\n[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:setup.cfg]\nsearch = version = {current_version}\nreplace = version = {new_version}\n",
        )],
        MINOR,
    ),
    tree(
        "format: parts in the old format",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3-rc1\nparse = (?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(-(?P<pre>[a-z]+)(?P<number>\\d+))?\nserialize =\n    {major}.{minor}.{patch}-{pre}{number}\n    {major}.{minor}.{patch}\n\n[bumpversion:file:notes.txt]\n\n[bumpversion:part:pre]\nvalues =\n    beta\n    rc\n    final\noptional_value = final\n\n[bumpversion:part:number]\nfirst_value = 1\n",
            ),
            ("notes.txt", "acme 1.2.3-rc1\n"),
        ],
        &["pre"],
    ),
    tree(
        "format: a pattern in the old format",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\nregex = True\nsearch = ^acme {current_version}$\nreplace = acme {new_version}\n\n[bumpversion:file:none.txt]\nignore_missing_file = True\n",
            ),
            ("notes.txt", "acme 1.2.3\nacme 1.2.3 or so\n"),
        ],
        MINOR,
    ),
    tree(
        "format: a file that is named",
        &[
            (
                "release/bump.toml",
                "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
            ),
            ("release/notes.txt", "acme 1.2.3\n"),
        ],
        &["--config-file", "release/bump.toml", "minor"],
    ),
    tree(
        "format: a file of the old format that is named",
        &[
            (
                "bump.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\n",
            ),
            NOTES,
        ],
        &["--config-file=bump.cfg", "minor"],
    ),
    case(
        "format: keys that mean nothing",
        "\ncurrent_version = \"1.2.3\"\nno_such_key = 1\nfiles = [{ filename = \"notes.txt\", no_regex = true }]\n",
        &[NOTES],
        MINOR,
    ),
    case(
        "format: numbers and truths as texts",
        "\ncurrent_version = \"1.2.3\"\ncommit = \"yes\"\ntag = 1\nfiles = [{ filename = \"notes.txt\", regex = \"off\" }]\n",
        &[NOTES],
        MINOR,
    ),
    case(
        "format: a configuration outside of the repository",
        "\n",
        &[NOTES],
        &[
            "--config-file",
            "../bump.toml",
            "--current-version",
            "1.2.3",
            "minor",
            "notes.txt",
        ],
    )
    .given("printf '[tool.bumpversion]\\nserialize = [\"{major}.{minor}.{patch}.0\"]\\n' > ../bump.toml"),
    case(
        "format: outside of a repository",
        "\ncurrent_version = \"1.2.3\"\nfiles = [{ filename = \"notes.txt\" }]\n",
        &[NOTES],
        MINOR,
    )
    .outside_git(),
    tree(
        "format: files is empty",
        &[(
            "pyproject.toml",
            "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n[tool.bumpversion]\nfiles = []\nparts = {}\n",
        )],
        MINOR,
    ),
    tree(
        "format: a project in poetry's table, which is a file of it",
        &[(
            "pyproject.toml",
            "[tool.poetry]\nname = \"acme\"\nversion = \"1.2.3\"\ndescription = \"\"\nauthors = []\n\n[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n\n[[tool.bumpversion.files]]\nfilename = \"pyproject.toml\"\nsearch = 'version = \"{current_version}\"'\nreplace = 'version = \"{new_version}\"'\n",
        )],
        MINOR,
    ),
];
