//! Interpreters, virtual environments and builds, with real ones.
mod environment;

use crate::support::{Scratch, python, tool};
use release_guard::python::{
    Build, Built, FrontEnd, Interpreter, Venv, VenvError, Wanted, build, build_with,
};
use release_guard::terminal::{Terminal, Volume};
use std::path::Path;

const HATCHLING: &[(&str, &str)] = &[
    (
        "pyproject.toml",
        "[project]\nname = \"moon\"\nversion = \"1.2.3\"\nrequires-python = \">=3.8\"\n\n\
         [build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n",
    ),
    ("src/moon/__init__.py", "phase = 'full'\n"),
    // Neither may be taken for the package `build`.
    ("build.py", "raise SystemExit('the wrong build')\n"),
    ("build/__init__.py", "raise SystemExit('the wrong build')\n"),
];

const SETUPTOOLS: &[(&str, &str)] = &[
    (
        "setup.py",
        "import setuptools\n\
         setuptools.setup(name='sun', version='4.5', py_modules=['sun'])\n",
    ),
    ("sun.py", "hot = True\n"),
];

/// A back-end that lies in the project and needs nothing from an index.
const IN_TREE: &[(&str, &str)] = &[
    (
        "pyproject.toml",
        "[project]\nname = \"star\"\nversion = \"1.0\"\n\n\
         [build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n",
    ),
    (
        "backend.py",
        r#"
import base64, hashlib, io, os, tarfile, zipfile

METADATA = "Metadata-Version: 2.1\nName: star\nVersion: 1.0\n"

def build_sdist(out, config_settings=None):
    if os.path.exists("broken"):
        print("the back-end looked at the sky")
        raise RuntimeError("the moon is full")
    name = "star-1.0.tar.gz"
    with tarfile.open(os.path.join(out, name), "w:gz", format=tarfile.PAX_FORMAT) as sdist:
        for file, text in [("PKG-INFO", METADATA.encode())] + [
            (file, open(file, "rb").read()) for file in ("pyproject.toml", "backend.py")
        ]:
            member = tarfile.TarInfo("star-1.0/" + file)
            member.size = len(text)
            sdist.addfile(member, io.BytesIO(text))
    return name

def build_wheel(out, config_settings=None, metadata_directory=None):
    name = "star-1.0-py3-none-any.whl"
    record = "star-1.0.dist-info/RECORD,,\n"
    with zipfile.ZipFile(os.path.join(out, name), "w") as wheel:
        for file, text in [
            ("star.py", "bright = True\n"),
            ("star-1.0.dist-info/METADATA", METADATA),
            ("star-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ]:
            wheel.writestr(file, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
            record += "%s,sha256=%s,%d\n" % (file, digest.decode(), len(text))
        wheel.writestr("star-1.0.dist-info/RECORD", record)
    return name
"#,
    ),
];

fn project(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    for (path, text) in files {
        scratch.write(path, text);
    }
    scratch
}

fn quiet() -> Terminal {
    Terminal::new(Volume::Quiet)
}

fn with_build() -> Interpreter {
    Interpreter::at(&tool("python")).unwrap()
}

/// An interpreter that has nothing but pip.
fn bare(scratch: &Scratch) -> Interpreter {
    let base = Interpreter::at(python()).unwrap();
    let venv = Venv::create(&scratch.beside("bare"), &base).unwrap();
    Interpreter::at(&venv.python()).unwrap()
}

fn request<'a>(project: &'a Path, out: &'a Path, interpreter: &'a Interpreter) -> Build<'a> {
    Build {
        project,
        out,
        interpreter,
        wanted: Wanted::Both,
        epoch: Some(1_700_000_000),
        extra_env: &[],
    }
}

fn names(built: &Built) -> Vec<&str> {
    built
        .files
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap())
        .collect()
}

#[test]
fn the_interpreter_on_path_is_found_by_its_real_path() {
    let found = Interpreter::find(None).unwrap();
    assert_eq!(Interpreter::at(&found.path).unwrap(), found);
    let again = Interpreter::find(Some(found.path.to_str().unwrap())).unwrap();
    assert_eq!(again, found);
    let by_version = Interpreter::find(Some(&found.version.short())).unwrap();
    assert_eq!(by_version.version.short(), found.version.short());
}

#[test]
fn the_same_commit_builds_the_same_bytes() {
    let scratch = project(HATCHLING);
    let interpreter = with_build();
    let bytes = ["one", "two"].map(|out| {
        let out = scratch.beside(out);
        let built = build(&request(&scratch.root(), &out, &interpreter), &quiet()).unwrap();
        assert_eq!(
            names(&built),
            ["moon-1.2.3-py3-none-any.whl", "moon-1.2.3.tar.gz"]
        );
        assert_eq!(built.front_end, "python -m build");
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 2);
        built
            .files
            .iter()
            .map(|file| std::fs::read(file).unwrap())
            .collect::<Vec<_>>()
    });
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn uv_builds_where_it_is_there_instead() {
    let scratch = project(HATCHLING);
    let interpreter = bare(&scratch);
    let uv = FrontEnd::Uv { uv: tool("uv") };
    let out = scratch.beside("out");
    let built = build_with(&request(&scratch.root(), &out, &interpreter), &uv, &quiet()).unwrap();
    assert_eq!(
        names(&built),
        ["moon-1.2.3-py3-none-any.whl", "moon-1.2.3.tar.gz"]
    );
    assert_eq!(built.front_end, "uv build");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 2);
}

#[test]
fn an_interpreter_without_build_gets_one_that_is_kept() {
    let scratch = project(SETUPTOOLS);
    let interpreter = bare(&scratch);
    let cache = scratch.beside("cache");
    let python = || match FrontEnd::own(&interpreter, Some(&cache), &quiet()).unwrap() {
        FrontEnd::Own { venv, folder: None } => venv.python(),
        other => panic!("{other:?}"),
    };
    let kept = python();
    let made = kept
        .parent()
        .unwrap()
        .metadata()
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(python(), kept);
    assert_eq!(
        kept.parent()
            .unwrap()
            .metadata()
            .unwrap()
            .modified()
            .unwrap(),
        made
    );
    assert_eq!(std::fs::read_dir(&cache).unwrap().count(), 1);

    // One that no longer runs is made again.
    std::fs::remove_file(&kept).unwrap();
    let front_end = FrontEnd::own(&interpreter, Some(&cache), &quiet()).unwrap();
    assert_eq!(python(), kept);
    let out = scratch.beside("out");
    let built = build_with(
        &request(&scratch.root(), &out, &interpreter),
        &front_end,
        &quiet(),
    )
    .unwrap();
    assert_eq!(
        names(&built),
        ["sun-4.5-py3-none-any.whl", "sun-4.5.tar.gz"]
    );
}

#[test]
fn a_back_end_that_fails_is_quoted_and_leaves_nothing() {
    let scratch = project(IN_TREE);
    scratch.write("broken", "");
    let interpreter = with_build();
    let out = scratch.beside("out");
    // What a build left that was ended in the middle goes too.
    std::fs::create_dir_all(out.join(".building-x1")).unwrap();
    let error = build(&request(&scratch.root(), &out, &interpreter), &quiet()).unwrap_err();
    let said = scratch.redact(error.to_string().as_bytes());
    assert!(
        said.starts_with(
            "`python -m build` could not build `[ROOT]` (exit status 1); the last it wrote:\n  "
        ),
        "{said}"
    );
    for part in [
        "  the back-end looked at the sky\n",
        "RuntimeError: the moon is full",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_built_is_refused_first() {
    let scratch = Scratch::new();
    let interpreter = with_build();
    let out = scratch.beside("out");
    let said = || {
        let error = build(&request(&scratch.root(), &out, &interpreter), &quiet()).unwrap_err();
        scratch.redact(error.to_string().as_bytes())
    };
    assert_eq!(
        said(),
        "nothing to build in `[ROOT]`: it has neither a `pyproject.toml` nor a `setup.py`"
    );
    scratch.write("setup.py", "");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("old-1.tar.gz"), "").unwrap();
    assert_eq!(
        said(),
        "`[SCRATCH]/out` holds `old-1.tar.gz` already: a build wants a folder without distributions"
    );
}

#[test]
fn a_virtual_environment_is_not_made_over_something_else() {
    let scratch = project(SETUPTOOLS);
    let error = Venv::create(&scratch.root(), &with_build()).unwrap_err();
    assert!(matches!(error, VenvError::NotEmpty { .. }), "{error}");
}

#[test]
fn an_in_tree_back_end_is_quoted_too() {
    let scratch = project(IN_TREE);
    scratch.write("broken", "");
    let interpreter = bare(&scratch);
    let front_end = FrontEnd::in_tree(&scratch.root()).unwrap();
    let out = scratch.beside("out");
    let root = scratch.root();
    let request = request(&root, &out, &interpreter);
    let said = build_with(&request, &front_end, &quiet())
        .unwrap_err()
        .to_string();
    assert!(
        said.starts_with("the project's own back-end could not build `"),
        "{said}"
    );
    assert!(said.contains("RuntimeError: the moon is full"), "{said}");
}
