//! `check-version --fix` writes the literal's bytes and no others, in all files or in none.
mod literal;
mod terminal;

use crate::support::{Scratch, program, text};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

const PYPROJECT: &str = "[project]\nname = \"acme\"\nversion\t=\t\"1.2.0\"\t# keep\n";

/// A project with these files and nothing else.
fn project(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    for (path, text) in files {
        scratch.write(path, text);
    }
    scratch
}

const MODULE: &str = "acme/__init__.py";
const DISAGREEING: &[(&str, &str)] = &[
    ("pyproject.toml", PYPROJECT),
    (MODULE, "__version__ = '1.3.0'\n"),
];

#[test]
fn what_is_certain_is_written_and_the_rest_is_told() {
    let lock = "[[package]]\nname = \"acme\"\nversion = \"1.1.0\"\nsource = { editable = \".\" }\n";
    let cases = [
        // The normal form of the version shows what the lock file is to say.
        (
            vec![
                (
                    "pyproject.toml",
                    "[project]\nname = 'acme'\nversion = '1.2.0-rc.1'\n",
                ),
                ("uv.lock", lock),
            ],
            0,
            "pyproject.toml:3: 1.2.0-rc.1 → 1.2.0rc1\nuv.lock:3: 1.1.0 → 1.2.0rc1\n",
            "check-version: nothing wrong in the working tree\n",
        ),
        // Nobody says which is right, so the lock file is not brought up to one of them either.
        (
            vec![DISAGREEING[0], DISAGREEING[1], ("uv.lock", lock)],
            1,
            "",
            ", as `check-version --fix --to 1.2.0` does: `[project] version` is what the package is built with\n",
        ),
        (
            vec![DISAGREEING[0]],
            0,
            "",
            "check-version: nothing wrong in the working tree\n",
        ),
        (
            vec![(
                "pyproject.toml",
                "[project]\nname = 'acme'\ndynamic = ['version']\n[tool.setuptools_scm]\n",
            )],
            0,
            "note: the last tag is the version of `acme` (`setuptools-scm`), so none is written there\n",
            "check-version: nothing wrong in the working tree\n",
        ),
    ];
    for (files, expected, said, part) in cases {
        let scratch = project(&files);
        let (status, out, error) = scratch.program("check-version", &["--fix"]);
        assert_eq!(
            (status, error.as_str()),
            (expected, said),
            "{files:?}\n{out}"
        );
        assert!(out.contains(part), "{files:?}\n{out}");
        if said.is_empty() {
            let kept = files.iter().all(|(path, text)| scratch.read(path) == *text);
            assert!(kept, "{files:?}");
        }
    }
}

#[test]
fn the_right_version_is_named_by_itself_or_by_its_place() {
    for (to, expected) in [
        ("2.0", "2.0"),
        ("project", "1.2.0"),
        ("pyproject.toml", "1.2.0"),
        ("./acme/__init__.py", "1.3.0"),
        ("acme/__init__.py:1", "1.3.0"),
        ("acme/__init__.py:1:16", "1.3.0"),
        ("python-module", "1.3.0"),
    ] {
        let scratch = project(DISAGREEING);
        let (status, out, error) = scratch.program("check-version", &["--fix", "--to", to]);
        assert_eq!(status, 0, "{to}: {out}{error}");
        let found = [scratch.read("pyproject.toml"), scratch.read(MODULE)];
        let expected = [
            PYPROJECT.replace("1.2.0", expected),
            format!("__version__ = '{expected}'\n"),
        ];
        assert_eq!(found, expected, "{to}");
    }
}

#[test]
fn a_tuple_that_the_version_is_worked_out_from_is_written() {
    let scratch = project(&[
        ("setup.py", "setup(name='acme', version=read())\n"),
        (
            MODULE,
            "VERSION = (1, 2, 0)\n__version__ = '.'.join(map(str, VERSION))\n",
        ),
    ]);
    let (status, out, error) = scratch.program("check-version", &["--fix", "--to", "2.0.1"]);
    assert_eq!(status, 0, "{out}{error}");
    assert_eq!(
        scratch.read(MODULE),
        "VERSION = (2, 0, 1)\n__version__ = '.'.join(map(str, VERSION))\n"
    );
}

#[test]
fn what_cannot_be_written_changes_no_file() {
    let other = (
        "other/pyproject.toml",
        "[project]\nname = 'other'\nversion = '3.0'\n",
    );
    let cases = [
        (
            vec![DISAGREEING[0], DISAGREEING[1]],
            "nowhere",
            "error: `nowhere` is neither a version nor a place where `acme` declares one; there are\n  \
             project        pyproject.toml:3:12  1.2.0\n  \
             python-module  acme/__init__.py:1:16  1.3.0\n",
        ),
        (
            vec![
                DISAGREEING[0],
                DISAGREEING[1],
                ("acme/_version.py", "__version__ = '1.4.0'\n"),
            ],
            "python-module",
            "error: `python-module` names places with several versions:\n  \
             python-module  acme/__init__.py:1:16  1.3.0\n  \
             python-module  acme/_version.py:1:16  1.4.0\n\
             hint: name one of them by its path and line\n",
        ),
        (
            vec![DISAGREEING[0], other],
            "2.0",
            "error: `--to` is for one package, and there are several: `acme`, `other`\n\
             hint: choose one with `--package NAME`\n",
        ),
        (
            vec![
                DISAGREEING[1],
                (
                    "pyproject.toml",
                    "[project]\nname = 'acme'\nversion = \"1.2\\u002e0\"\n",
                ),
            ],
            "2.0",
            "error: `1.2.0` in `pyproject.toml`, line 3, column 12 is written with escapes or in several pieces and cannot be replaced by `2.0`; nothing was written\n\
             hint: write it plainly first\n",
        ),
        (
            vec![(
                "pyproject.toml",
                "[project]\nname = 'acme'\nversion = 'soon'\n",
            )],
            "project",
            "error: `soon` in `pyproject.toml`, line 3, column 12 is not a version: ",
        ),
        (
            vec![
                (
                    "pyproject.toml",
                    "[build-system]\nrequires = ['maturin']\nbuild-backend = 'maturin'\n\n[project]\nname = 'acme'\ndynamic = ['version']\n",
                ),
                (
                    "Cargo.toml",
                    "[package]\nname = \"acme\"\nversion = \"1.2.0\"\n",
                ),
            ],
            "1.3.0.post1",
            "error: `Cargo.toml`, line 3, column 12 cannot say it: `1.3.0.post1` has no form in SemVer: SemVer has no post-release; nothing was written\n",
        ),
        (
            vec![(
                "pyproject.toml",
                "[project]\nname = 'acme'\ndynamic = ['version']\n[tool.setuptools_scm]\n",
            )],
            "2.0",
            "error: the last tag is the version of `acme` (`setuptools-scm`), so there is no version to write\n\
             hint: tag a commit to change it\n",
        ),
        (
            vec![(
                "setup.py",
                "from setuptools import setup\nsetup(name='acme', version=read())\n",
            )],
            "2.0",
            "error: `acme` has no place in which a version is written, so there is nothing to write\n",
        ),
    ];
    for (files, to, expected) in cases {
        let scratch = project(&files);
        let (status, out, error) = scratch.program("check-version", &["--fix", "--to", to]);
        assert_eq!((status, out.as_str()), (2, ""), "{files:?}\n{error}");
        assert!(error.starts_with(expected), "{files:?}\n{error}");
        let kept = files.iter().all(|(path, text)| scratch.read(path) == *text);
        assert!(kept, "{files:?}");
    }
}

#[test]
fn one_package_of_several_is_written_alone() {
    let scratch = project(&[
        DISAGREEING[0],
        (
            "other/pyproject.toml",
            "[project]\nname = 'other'\nversion = '3.0'\n",
        ),
    ]);
    let args = ["--fix", "--package", "other", "--to", "3.1"];
    let (status, _, error) = scratch.program("check-version", &args);
    assert_eq!(
        (status, error.as_str()),
        (0, "other/pyproject.toml:3: 3.0 → 3.1\n")
    );
    assert_eq!(scratch.read("pyproject.toml"), PYPROJECT);
}

#[test]
fn modes_and_links_stay_and_the_index_too() {
    let scratch = Scratch::with_commit(&[
        ("pyproject.toml", PYPROJECT),
        ("acme/_version.py", "__version__ = '1.2.0'\n"),
    ]);
    let run_by = scratch.root().join("acme/_version.py");
    std::fs::set_permissions(&run_by, std::fs::Permissions::from_mode(0o755)).unwrap();
    let link = scratch.root().join(MODULE);
    std::os::unix::fs::symlink("_version.py", &link).unwrap();
    scratch.write("notes.txt", "staged\n");
    scratch.git(&["add", "-A"]);
    let staged = scratch.git(&["diff", "--cached"]);
    let (status, out, error) = scratch.program("check-version", &["--fix", "--to", "1.3.0"]);
    assert_eq!(status, 0, "{out}{error}");
    assert_eq!(scratch.read("acme/_version.py"), "__version__ = '1.3.0'\n");
    assert_eq!(
        run_by.metadata().unwrap().permissions().mode() & 0o777,
        0o755
    );
    assert!(link.is_symlink());
    assert_eq!(scratch.git(&["diff", "--cached"]), staged);
    assert_eq!(
        scratch.git(&["diff", "--name-only"]),
        "acme/_version.py\npyproject.toml"
    );
}

#[test]
fn a_hook_that_changed_files_stops_the_commit() {
    let scratch = Scratch::with_commit(&[("pyproject.toml", PYPROJECT)]);
    let hook = scratch.root().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, "#!/bin/sh\nexec check-version --fix --quiet\n").unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let late = PYPROJECT.replace("1.2.0", "1.3.0-rc.1");
    scratch.write("pyproject.toml", &late);
    let commit = ["commit", "-m", "bump"];
    scratch.git(&["add", "-A"]);
    let (status, said) = scratch.try_git(&commit);
    assert_eq!((status, said.as_str()), (1, ""));
    assert_eq!(scratch.git(&["show", ":pyproject.toml"]), late.trim_end());
    scratch.git(&["add", "-A"]);
    assert_eq!(scratch.try_git(&commit).0, 0);
    assert_eq!(
        scratch.git(&["show", "HEAD:pyproject.toml"]),
        late.replace("-rc.", "rc").trim_end()
    );
}

#[test]
fn a_file_that_is_not_checked_out_is_not_made() {
    let scratch = Scratch::with_commit(DISAGREEING);
    scratch.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/acme/"]);
    let (status, _, error) = scratch.program("check-version", &["--fix", "--to", "2.0"]);
    assert_eq!(status, 2);
    assert_eq!(
        error,
        "error: `acme/__init__.py` is left out of the working tree by its sparse checkout, so it cannot be written; nothing was written\n\
         hint: bring it in with `git sparse-checkout add`\n"
    );
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let scratch = project(DISAGREEING);
    // No file may grow: like a full disk, and it holds for the superuser too.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
    let output = scratch.run(
        Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(program("check-version"))
            .args(["--fix", "--to", "2.0"]),
    );
    let said = text(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.starts_with("error: cannot write `acme/__init__.py`: "),
        "{said}"
    );
    assert!(said.contains("; no file was changed"), "{said}");
    for (path, text) in DISAGREEING {
        assert_eq!(scratch.read(path), *text);
    }
}
