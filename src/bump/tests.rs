//! What a bump writes, whole trees in and out.
use super::*;
use crate::project::packages;

/// Bumps the only package of a tree and returns the changed files, or what is said.
fn bumped(files: &[(&str, &str)], kind: &str) -> Result<(Bump, Vec<(String, String)>), String> {
    told(files, kind, &Overrides::default())
}

fn told(
    files: &[(&str, &str)],
    kind: &str,
    said: &Overrides,
) -> Result<(Bump, Vec<(String, String)>), String> {
    let snapshot = Snapshot::memory(files.iter().copied());
    let packages = packages(&snapshot).unwrap();
    let settings = project::Settings::default();
    let counts = Counts::default();
    let now = jiff::civil::date(2026, 11, 26)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .unwrap();
    let surroundings = Surroundings::new(now, None);
    let project = Project::new(
        &snapshot,
        &packages,
        &settings,
        &counts,
        &surroundings,
        None,
    );
    let request = Some(Request::of(kind));
    let bump = plan(&project, &[(0, request)], said, None).map_err(|error| error.to_string())?;
    let shown = bump
        .changes
        .iter()
        .map(|change| {
            (
                change.path.to_string(),
                String::from_utf8_lossy(&change.after).into_owned(),
            )
        })
        .collect();
    Ok((bump, shown))
}

fn changed(files: &[(&str, &str)], kind: &str) -> Vec<(String, String)> {
    bumped(files, kind).unwrap().1
}

fn refused(files: &[(&str, &str)], kind: &str) -> String {
    bumped(files, kind).map(|_| ()).unwrap_err()
}

fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files
        .iter()
        .map(|(path, text)| ((*path).into(), (*text).into()))
        .collect()
}

#[test]
fn only_the_literals_change_and_pins_stay() {
    let files = [
        (
            "pyproject.toml",
            "\u{feff}[project]\r\nname = 'my.app'\r\nversion = '1.2.3' # here\r\ndependencies = ['requests==1.2.3']\r\n",
        ),
        (
            "src/my_app/__init__.py",
            "\"\"\"1.2.3\"\"\"\n__version__: str = \"v1.2.3\"\nOTHER = '1.2.3'\n",
        ),
        (
            "uv.lock",
            "[[package]]\nname = \"my-app\"\nversion = \"1.2.3\"\nsource = { editable = \".\" }\n",
        ),
    ];
    let expected = [
        (
            "pyproject.toml",
            "\u{feff}[project]\r\nname = 'my.app'\r\nversion = '1.3.0rc1' # here\r\ndependencies = ['requests==1.2.3']\r\n",
        ),
        (
            "src/my_app/__init__.py",
            "\"\"\"1.2.3\"\"\"\n__version__: str = \"v1.3.0rc1\"\nOTHER = '1.2.3'\n",
        ),
        (
            "uv.lock",
            "[[package]]\nname = \"my-app\"\nversion = \"1.3.0rc1\"\nsource = { editable = \".\" }\n",
        ),
    ];
    assert_eq!(changed(&files, "minor+rc"), pairs(&expected));
}

#[test]
fn what_is_configured_is_obeyed() {
    let config = r###"[project]
name = "a"
version = "1.2.3"
dependencies = ["b==1.2.3"]
[tool.bumpversion]
current_version = "1.2.3"
commit = true
tag = true
message = "Release {new_version}"
tag_name = "a-{new_version}"
[[tool.bumpversion.files]]
filename = "pyproject.toml"
[[tool.bumpversion.files]]
filename = "a/__init__.py"
search = "__version__ = '{current_version}'"
replace = "__version__ = '{new_version}'"
[[tool.bumpversion.files]]
filename = "README.md"
[[tool.bumpversion.files]]
filename = "docs/short.txt"
serialize = ["{major}.{minor}"]
search = "series {current_version}"
replace = "series {new_version}"
[[tool.bumpversion.files]]
filename = "CHANGES"
search = "## next"
replace = "## next\n\n## {new_version}"
[[tool.bumpversion.files]]
filename = "meta.toml"
key_path = "about.version"
"###;
    let files = [
        ("pyproject.toml", config),
        ("a/__init__.py", "__version__ = '1.2.3'\n"),
        ("README.md", "pip install a==1.2.3, not 1.2.30\n"),
        ("docs/short.txt", "series 1.2\n"),
        ("CHANGES", "## next\r\n\r\n## 1.2.3\r\n"),
        (
            "meta.toml",
            "[about]\nversion = '1.2.3'\nneeds = 'b==1.2.3'\n",
        ),
    ];
    let (bump, changes) = bumped(&files, "minor").unwrap();
    let toml = config.replacen("\"1.2.3\"", "\"1.3.0\"", 2);
    let expected = [
        ("CHANGES", "## next\r\n\r\n## 1.3.0\r\n\r\n## 1.2.3\r\n"),
        ("README.md", "pip install a==1.3.0, not 1.2.30\n"),
        ("a/__init__.py", "__version__ = '1.3.0'\n"),
        ("docs/short.txt", "series 1.3\n"),
        (
            "meta.toml",
            "[about]\nversion = '1.3.0'\nneeds = 'b==1.2.3'\n",
        ),
        ("pyproject.toml", &toml),
    ];
    assert_eq!(changes, pairs(&expected));
    assert_eq!(bump.recording.message, "Release 1.3.0");
    assert_eq!(bump.recording.tags[0].name, "a-1.3.0");
    assert!(bump.recording.commit && bump.recording.tag);
}

#[test]
fn the_old_configuration_works_too() {
    let cfg = "[bumpversion]\ncurrent_version = 1.2.3\ncommit = True\n[bumpversion:file:a.txt]\n[bumpversion:file(second):a.txt]\nsearch = x{current_version}\nreplace = x{new_version}\n";
    let files = [
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='a', version='1.2.3')\n",
        ),
        (".bumpversion.cfg", cfg),
        ("a.txt", "1.2.3 x-1.2.3\n"),
    ];
    assert_eq!(refused(&files, "patch"), "`x1.2.3` is not found in `a.txt`");
    let cfg = cfg.replace("= x{", "= x-{");
    let files = [files[0], (".bumpversion.cfg", cfg.as_str()), files[2]];
    let cfg = cfg.replace("1.2.3", "1.2.4");
    let expected = [
        (".bumpversion.cfg", cfg.as_str()),
        ("a.txt", "1.2.4 x-1.2.4\n"),
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='a', version='1.2.4')\n",
        ),
    ];
    assert_eq!(changed(&files, "patch"), pairs(&expected));
}

#[test]
fn versions_are_spelled_as_serialize_says() {
    let toml = r#"[tool.bumpversion]
current_version = "1.2.3"
parse = """(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(-(?P<label>rc)\\.(?P<number>\\d+))? # all"""
serialize = ["{major}.{minor}.{patch}-{label}.{number}", "{major}.{minor}.{patch}"]
"#;
    let after = toml.replace("\"1.2.3\"", "\"1.3.0-rc.1\"");
    assert_eq!(
        changed(&[("pyproject.toml", toml)], "minor+rc"),
        pairs(&[("pyproject.toml", &after)])
    );
    let last = toml.replace("\"1.2.3\"", "\"1.3.0\"");
    assert_eq!(
        changed(&[("pyproject.toml", &after)], "final"),
        pairs(&[("pyproject.toml", &last)])
    );
}

#[test]
fn what_would_go_wrong_is_refused() {
    let bump = |version: &str, more: &str| {
        format!("[tool.bumpversion]\ncurrent_version = \"{version}\"\n{more}")
    };
    let file = |more: &str| bump("1.2.3", &format!("[[tool.bumpversion.files]]\n{more}"));
    for (toml, expected) in [
        (
            bump("1.2.3rc1", ""),
            r"the `parse` pattern `(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)` does not cover all of `1.2.3rc1`; a part of it would be lost",
        ),
        (
            bump("1.2.3", "[project]\nname = 'a'\nversion = '1.2.4'\n"),
            "the declared versions disagree: `1.2.3` in `pyproject.toml`, line 2, column 20, `1.2.4` in `pyproject.toml`, line 5, column 12\nhint: `check-version --fix --to VERSION` makes them agree",
        ),
        (
            bump("one", ""),
            "`one` in `pyproject.toml`, line 2, column 20 is not a version: it does not begin with a number",
        ),
        (
            file("filename = 'missing.txt'\n"),
            "`missing.txt`, which `pyproject.toml` names, is not there",
        ),
        (
            file("filename = 'a.txt'\n"),
            "`1.2.3` is not found in `a.txt`, but as a part of something longer, or as the version of another project",
        ),
        (
            file("filename = 'a.txt'\nregex = true\n"),
            "`1.2.3` is not found in `a.txt`, but as a part of something longer, or as the version of another project",
        ),
        (
            file("glob = '*.md'\n"),
            "`*.md`, which `pyproject.toml` names, is not there",
        ),
        (
            file("filename = 'pyproject.toml'\nkey_path = 'project.version'\n"),
            "the key `project.version` of `pyproject.toml` cannot be changed: there is no such text in it",
        ),
        (
            file("filename = 'a.txt'\nsearch = '{now:%Y}'\n"),
            "`2026` is not found in `a.txt`",
        ),
        (
            bump("1.2.3", "message = 'on {day}'\n"),
            "`{day}` in `on {day}` is not a placeholder that is known here",
        ),
        (
            bump("1.2.3", "parse = '(?P<major>\\d+)(?=x)'\n"),
            r"the `parse` pattern `(?P<major>\d+)(?=x)` cannot be used: the look-ahead `(?=` is not supported
hint: say the same without it",
        ),
        (
            "[project]\nname = 'a'\ndynamic = ['version']\n[tool.setuptools_scm]\n".into(),
            "setuptools-scm takes the version of `a` from the last release tag, and there is none\nhint: name the first version: `0.1.0`",
        ),
        (
            "[project]\nname = 'a'\n".into(),
            "no version of `a` is written in a file",
        ),
    ] {
        assert_eq!(
            refused(
                &[("pyproject.toml", &toml), ("a.txt", "11.2.3 1.2.30")],
                "patch"
            ),
            expected
        );
    }
}

#[test]
fn tuples_follow_or_the_bump_is_refused() {
    let files = |version: &str, tuple: &str| {
        [
            (
                "pyproject.toml",
                format!("[project]\nname = 'a'\nversion = '{version}'\n"),
            ),
            ("a/__init__.py", format!("version_info = {tuple}\n")),
        ]
    };
    let after = |version: &str, tuple: &str, kind: &str| {
        let files = files(version, tuple);
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        bumped(&files, kind).map(|(_, changes)| changes[0].1.clone())
    };
    assert_eq!(
        after("1.2.3rc1", "(1, 2, 3, 'rc', 1)", "rc").unwrap(),
        "version_info = (1, 2, 3, 'rc', 2)\n"
    );
    assert_eq!(
        after("1.2.3rc1", "(1, 2, 3, 'rc', 1)", "final").unwrap_err(),
        "`version_info` in `a/__init__.py`, line 1, column 16 cannot become `1.2.3` by its numbers alone; write the tuple by hand first"
    );
}
