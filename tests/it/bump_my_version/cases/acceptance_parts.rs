//! What bump-my-version's own tests ask of it where versions have parts of their own, in our words.
use super::super::case::{Case, case, tree};

/// A version in three spellings of one assembly, `csv` among them.
const ASSEMBLY: &str = r#"
current_version = "4.2.0-rc+build.207"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<phase>[a-z]+))?(\+build\.(?P<build>[0-9a-z]+))?'
serialize = ["{major}.{minor}.{patch}-{phase}+build.{build}", "{major}.{minor}.{patch}+build.{build}"]
commit = true
message = "Assembly {current_version} becomes {new_version}"
tag_name = "{new_version}"

[[tool.bumpversion.files]]
filename = "full.txt"

[[tool.bumpversion.files]]
filename = "Info.cs"
search = '[FileVersion("{current_version}")]'
replace = '[FileVersion("{new_version}")]'

[[tool.bumpversion.files]]
filename = "Info.cs"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<build>\d+)\.(?P<patch>\d+)'
serialize = ["{major}.{minor}.{build}.{patch}"]
search = '[AssemblyVersion("{current_version}")]'
replace = '[AssemblyVersion("{new_version}")]'

[[tool.bumpversion.files]]
filename = "numbers.csv"
serialize = ["{major};{minor};{patch};{phase};build.{build}", "{major};{minor};{patch};;build.{build}"]
search = "acme;{current_version}"
replace = "acme;{new_version}"

[tool.bumpversion.parts.phase]
values = ["beta", "rc", "final"]
optional_value = "final"

[tool.bumpversion.parts.build]
first_value = 200
independent = true
"#;

const ASSEMBLY_FILES: &[(&str, &str)] = &[
    ("full.txt", "4.2.0-rc+build.207\n"),
    (
        "Info.cs",
        "[FileVersion(\"4.2.0-rc+build.207\")]\n[AssemblyVersion(\"4.2.207.0\")]\n",
    ),
    ("numbers.csv", "name;version\nacme;4;2;0;rc;build.207\n"),
];

/// Releases that are `dev` until they are out.
const PHASES: &str = r#"
current_version = "2.0.0"
commit = true
tag = true
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<phase>[a-z]+))?'
serialize = ["{major}.{minor}.{patch}-{phase}", "{major}.{minor}.{patch}"]

[[tool.bumpversion.files]]
filename = "setup.py"

[[tool.bumpversion.files]]
filename = "acme/__init__.py"

[[tool.bumpversion.files]]
filename = "CHANGES.md"
search = "<!-- next -->"
replace = """<!-- next -->
## v{new_version}"""

[tool.bumpversion.parts.phase]
optional_value = "out"
values = [
    "dev",
    "out",
]
"#;

const PHASES_FILES: &[(&str, &str)] = &[
    (
        "setup.py",
        "from setuptools import setup\n\nsetup(name=\"acme\", version=\"2.0.0\")\n",
    ),
    ("acme/__init__.py", "__version__ = \"2.0.0\"\n"),
    (
        "CHANGES.md",
        "# Changes\n\n<!-- next -->\n\n## v1.9.0\n\n- Things.\n",
    ),
];

const PEP440: &str = r#"
current_version = "1.0.0"
parse = '''(?x)
    (?P<major>[0-9]+)
    (?:\.(?P<minor>[0-9]+)
        (?:\.(?P<patch>[0-9]+))?      # the third number may lack
    )?
    (?:(?P<pre>a|b|rc)(?P<pre_n>[0-9]+))?
    (?:\.(?P<post>post)(?P<post_n>[0-9]+))?
    (?:\.(?P<dev>dev)(?P<dev_n>[0-9]+))?
    (?:\+(?P<local>[a-z0-9]+(?:\.[a-z0-9]+)*))?
'''
serialize = [
    "{major}.{minor}.{patch}.{dev}{distance_to_latest_tag}+{short_branch_name}",
    "{major}.{minor}.{patch}.{post}{post_n}+{short_branch_name}",
    "{major}.{minor}.{patch}",
]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts]
pre = { values = ["no", "a", "b", "rc"] }
pre_n = { first_value = 1 }
post = { values = ["no", "post"], independent = true }
post_n = { first_value = 1, independent = true }
dev = { values = ["no", "dev"], independent = true }
dev_n = { first_value = 1 }
local = { independent = true }
"#;

const VERSIONS_OF_A_BUILD: &str = r#"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(?:\+.*)?'

[[tool.bumpversion.files]]
filename = "full.txt"

[[tool.bumpversion.files]]
filename = "major.txt"
parse = '\d+'
serialize = ["{major}"]

[[tool.bumpversion.files]]
filename = "README.txt"
parse = '(?P<major>\d+)\.(?P<minor>\d+)'
serialize = ["{major}.{minor}"]

[[tool.bumpversion.files]]
filename = "build.txt"
serialize = ["{major}.{minor}.{patch}+{$BUILDER}.{$BUILD}"]
"#;

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "assembly: each file has its own spelling",
        ASSEMBLY,
        ASSEMBLY_FILES,
        &["patch"],
    ),
    case(
        "assembly: the phase goes on",
        ASSEMBLY,
        ASSEMBLY_FILES,
        &["phase"],
    ),
    case(
        "assembly: the build goes on, alone",
        ASSEMBLY,
        ASSEMBLY_FILES,
        &["build"],
    ),
    case(
        "phases: patch begins a dev",
        PHASES,
        PHASES_FILES,
        &["patch"],
    ),
    case(
        "phases: major begins a dev",
        PHASES,
        PHASES_FILES,
        &["major"],
    ),
    tree(
        "phases: dev comes out, said in the old format",
        &[
            (
                "setup.cfg",
                "[options.packages.find]\nexclude =\n\texample*\n\tbuild\n\n[bumpversion]\ncommit = True\ntag = True\ncurrent_version = 2.0.1-dev\nparse = (?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(\\-(?P<phase>[a-z]+))?\nserialize =\n\t{major}.{minor}.{patch}-{phase}\n\t{major}.{minor}.{patch}\n\n[flake8]\nignore = E501\n\n[bumpversion:file:setup.py]\n\n[bumpversion:file:CHANGES.md]\nsearch = <!-- next -->\nreplace = <!-- next -->\n\t## v{new_version}\n\n[bumpversion:part:phase]\noptional_value = out\nvalues =\n\tdev\n\tout\n",
            ),
            (
                "setup.py",
                "from setuptools import setup\n\nsetup(name=\"acme\", version=\"2.0.1-dev\")\n",
            ),
            ("CHANGES.md", "# Changes\n\n<!-- next -->\n"),
        ],
        &["phase"],
    ),
    case(
        "pep440: patch",
        PEP440,
        &[("notes.txt", "1.0.0\n")],
        &["patch"],
    ),
    case(
        "pep440: a post-release of a long branch",
        PEP440,
        &[("notes.txt", "1.0.0\n")],
        &["post"],
    )
    .given("git tag v1.0.0; git checkout -q -b my/VERY-long_branch.of-names"),
    case(
        "build: four files, each a part of the version",
        VERSIONS_OF_A_BUILD,
        &[
            ("full.txt", "1.0.3\n"),
            ("major.txt", "1"),
            ("README.txt", "Acme (TM) v1.0\n"),
            ("build.txt", "1.0.3+eve.311\n"),
        ],
        &["--current-version", "1.0.3+eve.311", "major"],
    )
    .with(&[("BUILDER", "adam"), ("BUILD", "312")]),
    case(
        "build: the same build again",
        VERSIONS_OF_A_BUILD,
        &[
            ("full.txt", "2.0.0\n"),
            ("major.txt", "2"),
            ("README.txt", "Acme (TM) v2.0\n"),
            ("build.txt", "2.0.0+adam.312\n"),
        ],
        &["--current-version", "2.0.0+adam.312", "patch"],
    )
    .with(&[("BUILDER", "eve"), ("BUILD", "313")]),
];
