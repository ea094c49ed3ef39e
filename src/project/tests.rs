//! What is found in the layouts that real projects have.
use super::*;

/// Shows every package as `name@folder: path:line:column raw role …`.
fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let snapshot = Snapshot::memory(files.iter().copied());
    let packages = packages(&snapshot).unwrap();
    packages.iter().map(show).collect()
}

fn show(package: &Package) -> String {
    let mut text = format!(
        "{}@{}",
        package.name.as_deref().unwrap_or("-"),
        package.folder
    );
    for found in &package.declarations {
        let Spot::Text { bytes, span } = &found.place.spot else {
            panic!("a declaration has a span");
        };
        let written = String::from_utf8_lossy(&bytes[span.clone()]);
        assert_eq!(found.rewrite("").is_some(), written == found.raw);
        let place = whereabouts(&found.place).replace('`', "");
        let place = place.replace(", line ", ":").replace(", column ", ":");
        text.push_str(&format!("; {place} {} {}", found.raw, found.role.name()));
    }
    for pointer in &package.pointers {
        text.push_str(&format!("; {} -> {}", pointer.raw, leads(&pointer.target)));
    }
    for reading in &package.readings {
        let built = &reading.built.0;
        let seen = &reading.at_run_time.0;
        text.push_str(&format!(
            "; {} reads {built}, runs as {seen}",
            reading.back_end
        ));
    }
    for tuple in &package.tuples {
        let parts: Vec<_> = tuple.parts.iter().map(|(part, _)| part.as_str()).collect();
        text.push_str(&format!("; {} ({})", tuple.name, parts.join(", ")));
    }
    if let Some(tool) = package.versioned_by {
        text.push_str(&format!("; by {tool}"));
    }
    if let Some(opaque) = &package.opaque {
        text.push_str(&format!("; opaque: {opaque}"));
    }
    text
}

fn leads(target: &Target) -> String {
    match target {
        Target::Found(path) => format!("found {path}"),
        Target::Computed(path) => format!("computed {path}"),
        Target::Generated(path) => format!("generated {path}"),
        Target::Missing(path) => format!("missing {path}"),
        Target::Unread {
            path,
            back_end,
            seen,
        } => format!("unread by {back_end} in {path}: {}", seen.0),
        Target::Absent { path, wanted } => format!("no {wanted} in {path}"),
    }
}

const DYNAMIC: &str = "[project]\nname = 'a'\ndynamic = ['version']\n";

#[test]
fn the_usual_layouts_are_found() {
    let setuptools = |line: &str| format!("{DYNAMIC}[tool.setuptools.dynamic]\nversion = {line}\n");
    let attr = setuptools("{attr = 'a.__version__'}");
    let from_file = setuptools("{file = ['VERSION']}");
    let hatch = format!("{DYNAMIC}[tool.hatch.version]\npath = 'src/a/__about__.py'\n");
    let flit = format!("{DYNAMIC}[build-system]\nbuild-backend = 'flit_core.buildapi'\n");
    let maturin = format!("{DYNAMIC}[build-system]\nbuild-backend = 'maturin'\n");
    for (files, expected) in [
        (
            vec![
                (
                    "src/pyproject.toml",
                    "[tool.bumpversion]\ncurrent_version = \"1.2.3\"\n",
                ),
                ("src/pkg/__init__.py", "__version__ = \"1.2.3\"\n"),
            ],
            "-@src; src/pyproject.toml:2:20 1.2.3 mirror; src/pkg/__init__.py:1:16 1.2.3 mirror",
        ),
        (
            vec![
                ("pyproject.toml", "[project]\nname = 'a'\nversion = '1.0'\n"),
                ("src/a/_version.py", "__version__ = '1.0'\n"),
                ("src/a/__init__.py", "from ._version import __version__\n"),
                ("tests/pyproject.toml", "[project]\nname = 'b'\n"),
            ],
            "a@; pyproject.toml:3:12 1.0 source; src/a/_version.py:1:16 1.0 mirror",
        ),
        (
            vec![
                ("pyproject.toml", attr.as_str()),
                ("src/a/__init__.py", "from ._version import __version__\n"),
                ("src/a/_version.py", "__version__ = '1.0'\n"),
            ],
            "a@; src/a/_version.py:1:16 1.0 source; a.__version__ -> found src/a/_version.py",
        ),
        (
            vec![
                ("pyproject.toml", from_file.as_str()),
                ("VERSION", "\u{feff}1.0\r\n"),
            ],
            "a@; VERSION:1:2 1.0 source; VERSION -> found VERSION",
        ),
        (
            vec![
                ("pyproject.toml", hatch.as_str()),
                ("src/a/__about__.py", "__version__ = '1.0'\n"),
            ],
            "a@; src/a/__about__.py:1:16 1.0 source; src/a/__about__.py -> found src/a/__about__.py",
        ),
        (
            vec![
                ("pyproject.toml", flit.as_str()),
                ("a.py", "__version__ = '1.0'\n"),
            ],
            "a@; a.py:1:16 1.0 source; a.__version__ -> found a.py",
        ),
        (
            vec![
                ("pyproject.toml", flit.as_str()),
                ("a/__init__.py", "from .version import __version__\n"),
                ("a/version.py", "__version__ = '1.0'\n"),
            ],
            "a@; a/version.py:1:16 1.0 source; a.__version__ -> found a/version.py",
        ),
        (
            vec![
                ("pyproject.toml", maturin.as_str()),
                ("Cargo.toml", "[package]\nversion = '1.0.0-rc.1'\n"),
            ],
            "a@; Cargo.toml:2:12 1.0.0-rc.1 source",
        ),
        (
            vec![
                (
                    "pyproject.toml",
                    "[build-system]\nbuild-backend = 'maturin'\n",
                ),
                ("Cargo.toml", "[package]\nversion = '1.0.0'\n"),
                ("test-crates/b/pyproject.toml", "[project]\nname = 'b'\n"),
            ],
            "-@; Cargo.toml:2:12 1.0.0 source",
        ),
        (
            vec![
                (
                    "setup.cfg",
                    "[metadata]\nname = a\nversion = 1.0\n[bumpversion]\ncurrent_version = 1.0\n",
                ),
                ("setup.py", "from setuptools import setup\nsetup()\n"),
            ],
            "a@; setup.cfg:3:11 1.0 source; setup.cfg:5:19 1.0 mirror",
        ),
        (
            vec![
                (
                    "setup.cfg",
                    "[metadata]\nname = a\nversion = attr: a.v.VERSION\n",
                ),
                ("a/v.py", "VERSION = '1.0'\n"),
            ],
            "a@; a/v.py:1:12 1.0 source; a.v.VERSION -> found a/v.py",
        ),
        (
            vec![(
                "setup.py",
                "from setuptools import setup\nsetup(name='a', version='1.0')\n",
            )],
            "a@; setup.py:2:26 1.0 source",
        ),
        (
            vec![
                (
                    "pyproject.toml",
                    "[tool.poetry]\nname = 'a'\nversion = '1.0'\n",
                ),
                (
                    ".bumpversion.toml",
                    "[tool.bumpversion]\ncurrent_version = '1.0'\n",
                ),
            ],
            "a@; pyproject.toml:3:12 1.0 source; .bumpversion.toml:2:20 1.0 mirror",
        ),
    ] {
        assert_eq!(shown(&files), [expected]);
    }
}

#[test]
fn a_module_is_read_as_the_back_end_reads_it() {
    let table = |table: &str| format!("{DYNAMIC}{table}\n");
    let hatch = table("[tool.hatch.version]\npath = 'a.py'");
    let attr = table("[tool.setuptools.dynamic]\nversion = {attr = 'a.__version__'}");
    let pdm = table("[tool.pdm.version]\nsource = 'file'\npath = 'a.py'\npattern = 'V: (.+)'");
    let scikit = table(
        "[tool.scikit-build.metadata.version]\nprovider = 'scikit_build_core.metadata.regex'\ninput = 'a.py'",
    );
    for (toml, module, expected) in [
        (
            &hatch,
            "__version__ = 'v1.0'",
            "a.py:1:17 1.0 source; a.py -> found a.py",
        ),
        (
            &hatch,
            "__version__ = '1.0' '.1'",
            "a.py:1:16 1.0 source; a.py -> found a.py; hatchling reads 1.0, runs as 1.0.1",
        ),
        (
            &hatch,
            "__version__: str = '1.0'",
            "a.py:1:21 1.0 mirror; a.py -> unread by hatchling in a.py: 1.0",
        ),
        (
            &attr,
            "__version__ = '1.0' '.1'\nversion_info = (1, 0, 1)",
            "a.py:1:15 1.0.1 source; a.__version__ -> found a.py; version_info (1, 0, 1)",
        ),
        (
            &attr,
            "__version__ = '1.0'\n__version__ += '.1'",
            "a.py:1:16 1.0 source; a.__version__ -> found a.py",
        ),
        (
            &attr,
            "__version__ = f()",
            "; a.__version__ -> computed a.py",
        ),
        (
            &pdm,
            "# V: 1.0-rc1",
            "a.py:1:6 1.0-rc1 source; a.py -> found a.py",
        ),
        (
            &scikit,
            "__version__ : str = '1.0'",
            "a.py:1:22 1.0 source; a.py -> found a.py",
        ),
    ] {
        let files = [("pyproject.toml", toml.as_str()), ("a.py", module)];
        let expected = format!("a@; {expected}").replace("; ;", ";");
        assert_eq!(shown(&files), [expected], "{module}");
    }
}

#[test]
fn the_tag_is_the_version_of_some() {
    let placeholder = "[tool.poetry]\nname = 'a'\nversion = '0.0.0'\n[tool.poetry-dynamic-versioning]\nenable = true\n";
    let requires = format!(
        "{DYNAMIC}[build-system]\nrequires = ['setuptools>=61', 'setuptools_scm[toml]>=8']\n"
    );
    let hatch = format!("{DYNAMIC}[tool.hatch.version]\nsource = 'vcs'\n");
    let pdm = format!("{DYNAMIC}[tool.pdm.version]\nsource = 'scm'\n");
    for (toml, expected) in [
        (
            placeholder,
            "a@; pyproject.toml:3:12 0.0.0 mirror; by poetry-dynamic-versioning",
        ),
        (&requires, "a@; by setuptools-scm"),
        (&hatch, "a@; by hatch-vcs"),
        (&pdm, "a@; by pdm"),
    ] {
        let files = [
            ("pyproject.toml", toml),
            ("src/a/_version.py", "__version__ = '0.1.dev3'\n"),
        ];
        assert_eq!(shown(&files), [expected]);
    }
    let kept = "[project]\nname = 'a'\nversion = '1.0'\n[build-system]\nrequires = ['setuptools_scm']\n[tool.setuptools_scm]\n";
    assert_eq!(
        shown(&[("pyproject.toml", kept)]),
        ["a@; pyproject.toml:3:12 1.0 source"]
    );
}

#[test]
fn pointers_into_nothing_are_facts() {
    let toml =
        format!("{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = 'a.__version__'}}\n");
    let toml = toml.as_str();
    for (files, expected) in [
        (vec![], "missing src/a.py"),
        (vec![(".gitignore", "/src/a.py\n")], "generated src/a.py"),
        (
            vec![("a/__init__.py", "x = 1\n")],
            "no __version__ in a/__init__.py",
        ),
        (
            vec![("a/__init__.py", "from x import *\n")],
            "computed a/__init__.py",
        ),
    ] {
        let files = [files, vec![("pyproject.toml", toml)]].concat();
        assert_eq!(shown(&files), [format!("a@; a.__version__ -> {expected}")]);
    }
}

#[test]
fn every_package_of_a_repository_is_found_once() {
    let toml = |name: &str| format!("[project]\nname = '{name}'\nversion = '1.0'\n");
    let (a, b) = (toml("a"), toml("b"));
    let files = [
        ("pyproject.toml", "[tool.black]\nline-length = 99\n"),
        ("packages/a/pyproject.toml", a.as_str()),
        ("packages/b/pyproject.toml", b.as_str()),
        ("packages/b/src/b/__init__.py", "__version__ = '1.0'\n"),
        ("packages/b/src/b/new/pyproject.toml", a.as_str()),
        ("node_modules/x/pyproject.toml", a.as_str()),
        (".venv/x/pyproject.toml", a.as_str()),
        ("my-env/pyvenv.cfg", ""),
        ("my-env/pyproject.toml", a.as_str()),
        ("package.json", "{}"),
    ];
    assert_eq!(
        shown(&files),
        [
            "a@packages/a; packages/a/pyproject.toml:3:12 1.0 source",
            "b@packages/b; packages/b/pyproject.toml:3:12 1.0 source; packages/b/src/b/__init__.py:1:16 1.0 mirror",
        ]
    );
    assert_eq!(
        shown(&[
            ("package.json", "{}"),
            ("setup.cfg", "[flake8]\nmax-line-length = 99\n")
        ]),
        [""; 0]
    );
}

#[test]
fn a_configuration_at_the_top_belongs_to_the_only_package() {
    for config in [".bumpversion.toml", "pyproject.toml"] {
        let files = [
            (config, "[tool.bumpversion]\ncurrent_version = '1.0'\n"),
            (
                "python/pyproject.toml",
                "[project]\nname = 'a'\nversion = '1.0'\n",
            ),
        ];
        let expected =
            format!("a@python; python/pyproject.toml:3:12 1.0 source; {config}:2:20 1.0 mirror");
        assert_eq!(shown(&files), [expected]);
    }
}
