//! How versions are written: `serialize`, and Python's format language in all templates.
use super::super::case::{Case, case, tree};

const NOTE: (&str, &str) = ("notes.txt", "acme 1.2.3\n");

const NOTES: &[(&str, &str)] = &[NOTE];

/// The cases.
pub const CASES: &[Case] = &[
    case(
        "serialize: the first of two as short",
        r#"
current_version = "1.2.3"
serialize = ["{major}.{minor}.{patch}", "{patch}.{minor}.{major}"]
files = [{ filename = "notes.txt" }]
"#,
        NOTES,
        &["major"],
    ),
    case(
        "serialize: a part that is at its optional value may be left out",
        r#"
current_version = "1.2.3-rc"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(-(?P<phase>\w+))?'
serialize = ["{major}.{minor}.{patch}-{phase}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.phase]
values = ["beta", "rc", "out"]
optional_value = "out"
"#,
        &[("notes.txt", "1.2.3-rc\n")],
        &["phase"],
    ),
    case(
        "serialize: an optional part is written where a later one needs it",
        r#"
current_version = "0.3.1"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)((?P<phase>a|b|rc|post)(?P<build>\d+))?'
serialize = ["{major}.{minor}.{patch}{phase}{build}", "{major}.{minor}.{patch}{phase}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]

[tool.bumpversion.parts.phase]
values = ["a", "b", "rc", "post"]
optional_value = "post"
first_value = "post"
"#,
        &[("notes.txt", "acme 0.3.1\n")],
        &["build"],
    ),
    case(
        "serialize: width, sign and fill",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "table.txt"
serialize = ["{major:d}|{minor:03d}|{patch:>4}|{patch:<4}|{minor:^5}|{major:+}|{patch:x}"]
"#,
        &[("table.txt", "1|002|   3|3   |  2  |+1|3\n")],
        &["--new-version", "1.12.30"],
    ),
    case(
        "serialize: a text in a width",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "table.txt"
search = "{current_version:>10}|"
replace = "{new_version:>10}|{new_version:-<10}|{new_version:*^11}|{new_version:.3}"
"#,
        &[("table.txt", "     1.2.3|\n")],
        &["minor"],
    ),
    case(
        "serialize: dates in many ways",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "acme {current_version}"
replace = "acme {new_version} of {now:%d %B %Y}, {now:%b %d, %y}, {utcnow:%Y%m%d}, {now:%j}, {now:%A %a}, {now:%U %W %V %G %u}, {now:%F}, {utcnow:%D}, {now:%-d.%-m.}, {utcnow:%%}"
"#,
        NOTES,
        &["minor"],
    ),
    case(
        "serialize: now is here, utcnow is there",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "acme {current_version}"
replace = "acme {new_version} {now:%Y-%m-%d} {utcnow:%Y-%m-%d}"
"#,
        NOTES,
        &["minor"],
    )
    .with(&[("TZ", "ACME-13")]),
    case(
        "serialize: the year of today in the version",
        r#"
current_version = "THIS-YEAR.4"
parse = '\d+\.(?P<count>\d+)'
serialize = ["{now:%Y}.{count}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "THIS-YEAR.4\n")],
        &["count"],
    ),
    case(
        "serialize: a variable of the environment as local part",
        r#"
current_version = "1.2.3+box"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\+.+)?'
serialize = ["{major}.{minor}.{patch}+{$PLACE}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.2.3+box\n")],
        &["patch"],
    )
    .with(&[("PLACE", "box")]),
    case(
        "serialize: a variable that is not there makes one impossible",
        r#"
current_version = "1.2.3"
serialize = ["{major}.{minor}.{patch}+{$NO_SUCH_PLACE}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        NOTES,
        &["patch"],
    ),
    case(
        "serialize: what git knows, in a file",
        r#"
current_version = "1.2.3"
tag_name = "v{new_version}"
files = [{ filename = "notes.txt", replace = "{new_version} {distance_to_latest_tag} {commit_sha} {short_commit_sha} {branch_name} {short_branch_name} {current_tag} {dirty}" }]
"#,
        NOTES,
        &["minor"],
    )
    .given("git tag v1.2.3; git commit -q --allow-empty -m one; git commit -q --allow-empty -m two; git checkout -q -b Feature/Some-Thing_2"),
    case(
        "serialize: distance and branch in the version",
        r#"
current_version = "1.0.0"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.post(?P<post>\d+)\.dev\d+\+.+)?'
serialize = ["{major}.{minor}.{patch}.post{post}.dev{distance_to_latest_tag}+{short_branch_name}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "1.0.0\n")],
        &["post"],
    )
    .given("git tag v1.0.0; git commit -q --allow-empty -m one; git checkout -q -b topic"),
    case(
        "serialize: lines",
        r#"
current_version = "31.0.3"

[[tool.bumpversion.files]]
filename = "version.env"
serialize = ["MAJOR={major}\nMINOR={minor}\nPATCH={patch}\n"]
"#,
        &[("version.env", "# numbers\nMAJOR=31\nMINOR=0\nPATCH=3\n# end\n")],
        &["minor"],
    ),
    case(
        "serialize: braces are written twice",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
serialize = ["{{{major}.{minor}.{patch}}}"]
"#,
        &[("notes.txt", "acme {1.2.3} {1.2.3}\n")],
        &["minor"],
    ),
    case(
        "serialize: a file says less than the version",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "docs.txt"
serialize = ["{major}.{minor}"]
search = "acme/{current_version}/"
replace = "acme/{new_version}/"
"#,
        &[("docs.txt", "https://docs.example.com/acme/1.2/index.html\n")],
        &["minor"],
    ),
    case(
        "serialize: a file in which nothing changes",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "docs.txt"
serialize = ["{major}.{minor}"]

[[tool.bumpversion.files]]
filename = "notes.txt"
"#,
        &[("docs.txt", "acme 1.2 or so\n"), NOTE],
        &["patch"],
    ),
    case(
        "serialize: said twice on the command line",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt" }]
"#,
        NOTES,
        &["--serialize", "{major}.{minor}.{patch}", "--serialize", "{major}.{minor}", "minor"],
    ),
    case(
        "serialize: parts of both versions in a template",
        r#"
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "notes.txt"
search = "acme {current_major}.{current_minor}.{current_patch}"
replace = "acme {new_major}-{new_minor}-{new_patch} after {current_major}_{current_minor}_{current_patch}, {current_version}"
"#,
        NOTES,
        &["minor"],
    ),
    tree(
        "serialize: comment signs in the old format",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:notes.txt]\nsearch = acme {current_version}\nreplace = {#} acme {new_version} {;}\n",
            ),
            NOTE,
        ],
        &["minor"],
    ),
    case(
        "serialize: the version is not the shortest text",
        r#"
current_version = "1.0"
parse = '(?P<major>\d+)\.(?P<minor>\d+)(\.(?P<patch>\d+))?'
serialize = ["{major}.{minor}", "{major}.{minor}.{patch}"]
files = [{ filename = "notes.txt" }]
"#,
        &[("notes.txt", "acme 1.0\n")],
        &["patch"],
    ),
    case(
        "serialize: a branch in capitals is cut short",
        r#"
current_version = "1.2.3"
files = [{ filename = "notes.txt", search = "acme {current_version}", replace = "{short_branch_name}: {new_version}" }]
"#,
        NOTES,
        &["patch"],
    )
    .given("git checkout -q -b 'Äpfel/BIRNEN_and-more-and-more-and-more'"),
];
