//! Builds that depend on the environment of the process: `publish` builds, in an environment that the test chose.
use super::{HATCHLING, IN_TREE, SETUPTOOLS, bare};
use crate::support::{Scratch, program, text, tool};
use release_guard::python::Interpreter;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `publish` with an interpreter where nothing is on PATH but the system's own programs, unless `environment` says.
fn publish(
    scratch: &Scratch,
    args: &[&str],
    python: &Path,
    environment: &[(&str, &str)],
) -> Output {
    let mut command = Command::new(program("publish"));
    command.args(args).arg("--python").arg(python);
    scratch
        .scrub(&mut command)
        .env("PATH", "/usr/bin:/bin")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// Builds, and returns the names of the distributions, else what was said.
fn build(scratch: &Scratch, python: &Path, environment: &[(&str, &str)]) -> String {
    let out = scratch.beside("out");
    let args = ["build", "--clean", "--out", out.to_str().unwrap()];
    let output = publish(scratch, &args, python, environment);
    if !output.status.success() {
        return scratch.redact(&output.stderr);
    }
    let paths = String::from_utf8(output.stdout).unwrap();
    let names = paths.lines().map(|path| Path::new(path).file_name());
    let names: Vec<&str> = names.map(|name| name.unwrap().to_str().unwrap()).collect();
    names.join(" ")
}

#[test]
fn a_project_with_its_own_back_end_needs_no_network() {
    let scratch = Scratch::with_commit(IN_TREE);
    let with_build = tool("python");
    let without = bare(&scratch).path;
    for python in [with_build, without] {
        let built = build(
            &scratch,
            &python,
            &[("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", "")],
        );
        assert_eq!(built, "star-1.0-py3-none-any.whl star-1.0.tar.gz");
    }
}

/// Makes an interpreter look like Debian's without `python3-venv`.
fn without_ensurepip(interpreter: &Interpreter) {
    let said = interpreter
        .command()
        .args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
        ])
        .run()
        .unwrap();
    std::fs::write(
        Path::new(&said.text()).join("sitecustomize.py"),
        "import sys\nsys.modules['ensurepip'] = None\n",
    )
    .unwrap();
}

#[test]
fn without_ensurepip_the_missing_module_is_named() {
    let scratch = Scratch::with_commit(SETUPTOOLS);
    let interpreter = bare(&scratch);
    without_ensurepip(&interpreter);
    let said = build(&scratch, &interpreter.path, &[]);
    let version = interpreter.version;
    let expected = format!(
        "`[SCRATCH]/bare/bin/python` (Python {version}) cannot make virtual environments: its `ensurepip` module is \
         missing; install it (`python3-venv` on Debian and Ubuntu), or install `uv`"
    );
    assert!(said.contains(&expected), "{said}");
}

#[test]
fn without_ensurepip_uv_makes_the_environment() {
    let scratch = Scratch::with_commit(HATCHLING);
    let interpreter = bare(&scratch);
    without_ensurepip(&interpreter);
    let path = format!("{}:/usr/bin:/bin", tool("uv").parent().unwrap().display());
    // A rehearsal installs what it built.
    let args = ["rehearse", "patch"];
    let output = publish(&scratch, &args, &interpreter.path, &[("PATH", &path)]);
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("installs `moon-1.2.4-py3-none-any.whl` and imports moon\n"),
        "{said}"
    );
}

#[test]
fn without_a_network_pip_s_own_words_are_shown() {
    let scratch = Scratch::with_commit(SETUPTOOLS);
    let interpreter = bare(&scratch);
    let said = build(
        &scratch,
        &interpreter.path,
        &[
            ("PIP_INDEX_URL", "http://127.0.0.1:9/"),
            ("PIP_RETRIES", "0"),
            ("PIP_FIND_LINKS", ""),
        ],
    );
    assert!(
        said.contains("No matching distribution found for build=="),
        "{said}"
    );
    // What was begun is not kept.
    let cache = scratch.beside("home").join(".cache/release-guard");
    assert_eq!(std::fs::read_dir(cache).unwrap().count(), 0);
}
