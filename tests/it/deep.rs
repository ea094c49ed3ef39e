//! `check-version --deep` asks real build back-ends, in a copy that takes all they write.
use crate::support::{Scratch, program, text, tools};
use std::process::Command;

const MODULE: &str = "acme/__init__.py";

/// A `pyproject.toml` whose version is dynamic, with the back-end that makes it.
macro_rules! dynamic {
    ($requires:literal, $back_end:literal, $settings:literal) => {
        concat!(
            "[project]\nname = \"acme\"\ndynamic = [\"version\"]\n",
            $settings,
            "[build-system]\nrequires = [",
            $requires,
            "]\nbuild-backend = \"",
            $back_end,
            "\"\n"
        )
    };
}

const SCM: &str = dynamic!(
    "\"setuptools\", \"setuptools-scm\"",
    "setuptools.build_meta",
    "[tool.setuptools_scm]\n"
);

/// A back-end of the project's own, which thinks for itself.
const OWN: &str = "\
import os

def build_wheel(out, config_settings=None, metadata_directory=None):
    raise NotImplementedError

def prepare_metadata_for_build_wheel(out, config_settings=None):
    os.mkdir(os.path.join(out, 'acme-1.3.0.dist-info'))
    with open(os.path.join(out, 'acme-1.3.0.dist-info', 'METADATA'), 'w') as file:
        file.write('Metadata-Version: 2.1\\nName: acme\\nVersion: 1.3.0\\n')
    open('trace', 'w').close()
    return 'acme-1.3.0.dist-info'
";

/// A back-end whose metadata says nothing.
const NAMELESS: &str = "\
import os

def prepare_metadata_for_build_wheel(out, config_settings=None):
    os.mkdir(os.path.join(out, 'acme.dist-info'))
    open(os.path.join(out, 'acme.dist-info', 'METADATA'), 'w').close()
    return 'acme.dist-info'
";

/// A project, the exit status, and what is said of it first.
type Case = (&'static [(&'static str, &'static str)], i32, &'static str);

const CASES: &[Case] = &[
    (
        &[
            (
                "pyproject.toml",
                dynamic!(
                    "\"setuptools\"",
                    "setuptools.build_meta",
                    "[tool.setuptools.dynamic]\nversion = { attr = \"acme.__version__\" }\n"
                ),
            ),
            (MODULE, "__version__ = '1.2.3'\n"),
        ],
        0,
        "`acme` is built as `1.2.3` by `setuptools.build_meta`, as declared\n",
    ),
    (
        &[(
            "setup.py",
            "from setuptools import setup\nsetup(name='acme', version='.'.join(str(n) for n in (1, 2)))\n",
        )],
        0,
        "`acme` is built as `1.2` by `setuptools`\n",
    ),
    (
        &[
            (
                "pyproject.toml",
                dynamic!(
                    "\"flit_core\"",
                    "flit_core.buildapi",
                    "description = \"Rockets\"\n"
                ),
            ),
            (MODULE, "\"\"\"Rockets.\"\"\"\n__version__ = '1.2.3'\n"),
        ],
        0,
        "`acme` is built as `1.2.3` by `flit_core.buildapi`, as declared\n",
    ),
    (
        &[
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n\
                 [build-system]\nrequires = []\nbuild-backend = \"own\"\nbackend-path = [\".\"]\n",
            ),
            ("own.py", OWN),
        ],
        1,
        "`acme` is built as `1.3.0` by `own`\n\
         error[built-version-mismatch]: `acme` declares `1.2.3`, but `own` builds it as `1.3.0`\n",
    ),
    (
        &[("pyproject.toml", dynamic!("\"!!!\"", "own", ""))],
        2,
        "error: cannot tell the version that `acme` is built as\n  \
         caused by: the build back-end failed (exit status 1); the last it wrote:\n  \
         ERROR: Invalid requirement: '!!!'",
    ),
    (
        &[
            (
                "pyproject.toml",
                "[project]\nname = \"acme\"\nversion = \"1.2.3\"\n\n\
                 [build-system]\nrequires = []\nbuild-backend = \"own\"\nbackend-path = [\".\"]\n",
            ),
            ("own.py", NAMELESS),
        ],
        2,
        "error: cannot tell the version that `acme` is built as\n  \
         caused by: the build back-end failed (exit status 1); the last it wrote:\n  \
         The metadata has no version.",
    ),
    (
        &[(
            "setup.py",
            "from setuptools import setup\nraise RuntimeError('the moon is full')\n",
        )],
        2,
        "error: cannot tell the version that this project is built as\n  \
         caused by: the build back-end failed (exit status 1); the last it wrote:\n",
    ),
];

#[test]
fn real_back_ends_say_the_version_and_leave_no_trace() {
    tools();
    for (files, expected, part) in CASES {
        let scratch = Scratch::with_commit(files);
        let (status, out, error) = scratch.program("check-version", &["--deep"]);
        assert_eq!(status, *expected, "{files:?}\n{out}{error}");
        let said = format!("{out}{error}");
        assert!(said.starts_with(part), "{files:?}\n{said}");
        assert_eq!(scratch.git(&["status", "--porcelain", "--ignored"]), "");
    }
}

#[test]
fn a_version_from_the_tag_is_that_of_what_is_looked_at() {
    tools();
    let scratch = Scratch::with_commit(&[("pyproject.toml", SCM), ("acme.py", "x = 1\n")]);
    scratch.git(&["tag", "v1.4.0"]);
    scratch.write("acme.py", "x = 2\n");
    for (args, expected) in [
        (&["--tag", "v1.4.0"][..], "`acme` is built as `1.4.0` by "),
        (&[], "`acme` is built as `1.4.1.dev0+g"),
    ] {
        let (status, out, error) = scratch.program("check-version", &[&["--deep"], args].concat());
        assert_eq!(status, 0, "{args:?}\n{out}{error}");
        assert!(out.starts_with(expected), "{args:?}\n{out}{error}");
    }
    let output = scratch.beside("output");
    let mut command = Command::new(program("check-version"));
    let answered = scratch
        .scrub(command.args(["--deep", "--rev", "HEAD", "--format", "json"]))
        .env("GITHUB_OUTPUT", &output)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&answered.stdout).unwrap();
    assert_eq!(report["built"][0]["version"], "1.4.0");
    assert_eq!(
        std::fs::read_to_string(output).unwrap(),
        "version=1.4.0\nprerelease=false\n"
    );
}

#[test]
fn files_outside_git_and_edits_are_what_is_asked_about() {
    tools();
    let files = CASES[0].0;
    let plain = Scratch::new();
    for (path, text) in files {
        plain.write(path, text);
    }
    let committed = Scratch::with_commit(files);
    // The commit has a folder that leads elsewhere; what is not committed is a folder of its own.
    committed.git(&["rm", "-q", "-r", "acme"]);
    std::fs::create_dir(committed.beside("elsewhere")).unwrap();
    std::os::unix::fs::symlink(committed.beside("elsewhere"), committed.root().join("acme"))
        .unwrap();
    committed.git(&["add", "-A"]);
    committed.git(&["commit", "-q", "-m", "link"]);
    std::fs::remove_file(committed.root().join("acme")).unwrap();
    for scratch in [&plain, &committed] {
        scratch.write(MODULE, "__version__ = '1.3.0'\n");
        let (status, out, error) = scratch.program("check-version", &["--deep"]);
        assert_eq!(status, 0, "{out}{error}");
        assert!(out.starts_with("`acme` is built as `1.3.0` by "), "{out}");
    }
    assert!(!committed.beside("elsewhere/__init__.py").exists());
}

#[test]
fn no_hook_runs_the_projects_code() {
    let scratch = Scratch::with_commit(CASES[4].0);
    let mut command = Command::new(program("check-version"));
    let output = scratch
        .scrub(command.arg("--deep"))
        .env("PRE_COMMIT", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output),
        "error: `--deep` runs the build back-end, which no git hook does\nhint: run it by hand or in CI\n"
    );
}
