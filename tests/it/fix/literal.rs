//! In every kind of place, however the file is written, only the version's own bytes change.
use super::PYPROJECT;
use crate::support::Scratch;

/// A place, the files it needs around it, and its text: every `1.2.0` in it is the declared version.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const PLACES: &[Case] = &[
    ("pyproject.toml", &[], PYPROJECT),
    (
        "pyproject.toml",
        &[],
        "[tool.poetry]\nname = 'acme'\nversion = '1.2.0'\n\n[tool.poetry.dependencies]\nother = '1.2'\n",
    ),
    (
        "pyproject.toml",
        &[],
        "[project]\nname = \"acme\"\nversion = \"1.2.0\"\n\n[tool.bumpversion]\ncurrent_version = \"1.2.0\"\n",
    ),
    (
        ".bumpversion.toml",
        &[("pyproject.toml", PYPROJECT)],
        "[tool.bumpversion]\ncurrent_version = \"1.2.0\"\n",
    ),
    (
        ".bumpversion.cfg",
        &[("pyproject.toml", PYPROJECT)],
        "[bumpversion]\ncurrent_version\t=\t1.2.0\n",
    ),
    (
        "setup.cfg",
        &[],
        "# cfg\n[metadata]\nname = acme\nversion = 1.2.0\n\n[bumpversion]\ncurrent_version = 1.2.0\n",
    ),
    (
        "setup.py",
        &[],
        "import setuptools\n\nsetuptools.setup(\n\tname='acme',\n\tversion='1.2.0',\n)\n",
    ),
    (
        "acme/__init__.py",
        &[("pyproject.toml", PYPROJECT)],
        "\"\"\"Since 1.1.\"\"\"\n\n__version__\t=\t'1.2.0'\t# here\n",
    ),
    (
        "VERSION",
        &[(
            "setup.cfg",
            "[metadata]\nname = acme\nversion = file: VERSION\n",
        )],
        "1.2.0\n",
    ),
    (
        "uv.lock",
        &[("pyproject.toml", PYPROJECT)],
        "version = 1\n\n[[package]]\nname = \"acme\"\nversion = \"1.2.0\"\nsource = { editable = \".\" }\n",
    ),
    (
        "Cargo.toml",
        &[(
            "pyproject.toml",
            "[build-system]\nrequires = [\"maturin\"]\nbuild-backend = \"maturin\"\n\n[project]\nname = \"acme\"\ndynamic = [\"version\"]\n",
        )],
        "[package]\nname = \"acme\"\nversion = \"1.2.0\"\n",
    ),
    (
        "Cargo.toml",
        &[("pyproject.toml", PYPROJECT)],
        "[package]\nname = \"acme\"\nversion\t= \"1.2.0\"\n",
    ),
    (
        "package.json",
        &[("pyproject.toml", PYPROJECT)],
        "{\n\t\"name\": \"acme\",\n\t\"version\":\t\"1.2.0\",\n\t\"dependencies\": {\"other\": \"1.2\"}\n}\n",
    ),
    (
        "CITATION.cff",
        &[("pyproject.toml", PYPROJECT)],
        "cff-version: 1.1.0\ntitle: acme\nversion: 1.2.0 # this one\n",
    ),
    (
        "docs/conf.py",
        &[("pyproject.toml", PYPROJECT)],
        "project = 'acme'\n\nrelease\t=\t'1.2.0'\n",
    ),
    (
        "README.md",
        &[
            ("pyproject.toml", PYPROJECT),
            (
                "release-guard.toml",
                "[[places]]\npath = \"README.md\"\npattern = \"acme=={version}\"\n",
            ),
        ],
        "# Acme\n\n\tpip install acme==1.2.0\n\nNeeds other==1.2.\n",
    ),
];

type Spelling = fn(&str) -> String;

/// Ways in which the same text can be kept in a file.
const SPELLINGS: &[(&str, Spelling)] = &[
    ("as it is", str::to_owned),
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("BOM", |text| format!("\u{feff}{text}")),
    ("no final newline", |text| text.trim_end().to_owned()),
    ("mixed newlines", |text| text.replacen('\n', "\r\n", 1)),
];

#[test]
fn only_the_literal_changes() {
    let mut wrong = Vec::new();
    for (path, around, template) in PLACES {
        for (spelling, spelled) in SPELLINGS {
            let scratch = Scratch::new();
            for (other, text) in *around {
                scratch.write(other, text);
            }
            scratch.write(path, spelled(template));
            let (status, out, error) =
                scratch.program("check-version", &["--fix", "--to", "1.3.0rc1"]);
            let own = match *path {
                "Cargo.toml" | "package.json" => "1.3.0-rc.1",
                _ => "1.3.0rc1",
            };
            let expected = spelled(&template.replace("1.2.0", own));
            let found = scratch.read(path);
            if status != 0 || found != expected {
                wrong.push(format!(
                    "{path}, {spelling}: {status}\n{found:?}\n{expected:?}\n{out}{error}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
