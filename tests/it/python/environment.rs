//! Builds that depend on the environment of the process, each in a process of its own.
use super::{IN_TREE, SETUPTOOLS, bare, names, project, quiet, request};
use crate::support::{Scratch, tool};
use release_guard::python::{Build, BuildError, Interpreter, Venv, build};
use std::path::Path;
use std::process::Command;

/// Builds in a process of its own, whose environment a test can choose, and returns what came of it.
fn build_in(scratch: &Scratch, python: &Path, environment: &[(&str, &str)]) -> String {
    let answer = scratch.beside("answer");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--ignored",
        "--exact",
        "python::environment::builds_in_this_environment",
    ]);
    let output = scratch
        .scrub(&mut command)
        .env("PATH", "/usr/bin:/bin")
        .env("BUILD_PROJECT", scratch.root())
        .env("BUILD_OUT", scratch.beside("out"))
        .env("BUILD_PYTHON", python)
        .env("BUILD_ANSWER", &answer)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = crate::support::text(&output);
    std::fs::read_to_string(answer).unwrap_or(said)
}

#[test]
#[ignore = "other tests run it, each in an environment of its own"]
fn builds_in_this_environment() {
    let set = |name| std::env::var_os(name).map(std::path::PathBuf::from);
    // Without them nobody meant this test: `cargo test -- --ignored` runs it too.
    let (Some(project), Some(out), Some(python), Some(answer)) = (
        set("BUILD_PROJECT"),
        set("BUILD_OUT"),
        set("BUILD_PYTHON"),
        set("BUILD_ANSWER"),
    ) else {
        return;
    };
    let interpreter = Interpreter::at(&python).unwrap();
    if set("BUILD_ONLY_VENV").is_some() {
        let venv = Venv::create(&out, &interpreter).unwrap();
        venv.install(["packaging"]).unwrap();
        let said = venv.run(["-c", "import packaging; print(packaging.__name__)"]);
        std::fs::write(answer, said.unwrap().text()).unwrap();
        return;
    }
    let seen = [(
        "SEEN".into(),
        answer.with_extension("seen").into_os_string(),
    )];
    let request = Build {
        extra_env: &seen,
        ..request(&project, &out, &interpreter)
    };
    let text = match build(&request, &quiet()) {
        Ok(built) => format!("{}: {}", built.front_end, names(&built).join(" ")),
        Err(BuildError::NoFrontEnd(source)) => format!("no front-end: {source}"),
        Err(error) => error.to_string(),
    };
    std::fs::write(answer, text).unwrap();
}

#[test]
fn a_back_end_sees_no_credentials() {
    let scratch = project(SETUPTOOLS);
    let answer = build_in(
        &scratch,
        &tool("python"),
        &[
            ("TWINE_PASSWORD", "x"),
            ("GITHUB_TOKEN", "x"),
            ("UV_PUBLISH_TOKEN", "x"),
            ("ACTIONS_ID_TOKEN_REQUEST_URL", "x"),
            ("HARMLESS", "x"),
        ],
    );
    assert_eq!(
        answer,
        "python -m build: sun-4.5-py3-none-any.whl sun-4.5.tar.gz"
    );
    let seen = std::fs::read_to_string(scratch.beside("answer.seen")).unwrap();
    let seen: Vec<&str> = seen.lines().collect();
    for shown in ["HARMLESS", "SOURCE_DATE_EPOCH"] {
        assert!(seen.contains(&shown), "{seen:?}");
    }
    for hidden in ["TWINE_PASSWORD", "TOKEN"] {
        assert!(!seen.iter().any(|name| name.contains(hidden)), "{seen:?}");
    }
}

#[test]
fn a_project_with_its_own_back_end_needs_no_network() {
    let environment = [("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", "")];
    let scratch = project(IN_TREE);
    let interpreter = bare(&scratch);
    for (python, front_end) in [
        (tool("python"), "python -m build"),
        (interpreter.path, "the project's own back-end"),
    ] {
        let answer = build_in(&scratch, &python, &environment);
        assert_eq!(
            answer,
            format!("{front_end}: star-1.0-py3-none-any.whl star-1.0.tar.gz")
        );
        std::fs::remove_dir_all(scratch.beside("out")).unwrap();
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
    let scratch = project(SETUPTOOLS);
    let interpreter = bare(&scratch);
    without_ensurepip(&interpreter);
    let answer = build_in(&scratch, &interpreter.path, &[]);
    let version = interpreter.version;
    assert_eq!(
        scratch.redact(answer.as_bytes()),
        format!(
            "no front-end: `[SCRATCH]/bare/bin/python` (Python {version}) cannot make virtual environments: its \
             `ensurepip` module is missing; install it (`python3-venv` on Debian and Ubuntu), or install `uv`"
        )
    );
}

#[test]
fn without_ensurepip_uv_makes_the_environment() {
    let scratch = project(SETUPTOOLS);
    let interpreter = bare(&scratch);
    without_ensurepip(&interpreter);
    let path = format!("{}:/usr/bin:/bin", tool("uv").parent().unwrap().display());
    let answer = build_in(
        &scratch,
        &interpreter.path,
        &[("PATH", &path), ("BUILD_ONLY_VENV", "1")],
    );
    assert_eq!(answer, "packaging");
}

#[test]
fn without_a_network_pip_s_own_words_are_shown() {
    let scratch = project(SETUPTOOLS);
    let interpreter = bare(&scratch);
    let answer = build_in(
        &scratch,
        &interpreter.path,
        &[
            ("PIP_INDEX_URL", "http://127.0.0.1:9/"),
            ("PIP_RETRIES", "0"),
            ("PIP_FIND_LINKS", ""),
        ],
    );
    assert!(answer.starts_with("no front-end: "), "{answer}");
    assert!(
        answer.contains("No matching distribution found for build=="),
        "{answer}"
    );
    // What was begun is not kept.
    let cache = scratch.beside("home").join(".cache/release-guard");
    assert_eq!(std::fs::read_dir(cache).unwrap().count(), 0);
}
