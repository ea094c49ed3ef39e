//! `check-version` as a hook of the real pre-commit, in the sources of real projects with different build back-ends.
use crate::support::{Scratch, text, tool, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The source distribution of a release, unpacked and committed.
fn checkout(name: &str, version: &str) -> Scratch {
    let scratch = Scratch::new();
    let archive = downloaded(name, version);
    let unpack = ["-xzf", archive.to_str().unwrap(), "--strip-components=1"];
    let output = Command::new("tar")
        .args(unpack)
        .arg("--no-same-owner")
        .current_dir(scratch.root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    scratch.write(".pre-commit-config.yaml", hook());
    scratch.git(&["init", "-q", "-b", "main"]);
    scratch.git(&["add", "--all", "--force"]);
    scratch.git(&["commit", "-q", "-m", "the release"]);
    scratch
}

/// The hook as this repository declares it, with the program that was built for this test.
fn hook() -> String {
    let program = env!("CARGO_BIN_EXE_check-version");
    format!(
        "repos:\n- repo: local\n  hooks:\n  - id: check-version\n    name: check-version\n    language: system\n    \
         entry: {program} --format concise\n    pass_filenames: false\n"
    )
}

/// Downloads a source distribution with pip, once; its build requirements are among the tools.
fn downloaded(name: &str, version: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sources");
    let archive = folder.join(format!("{name}-{version}.tar.gz"));
    if !archive.exists() {
        let output = Command::new(tools().join("bin/python"))
            .args(["-m", "pip", "download", "--quiet", "--no-deps"])
            .args(["--no-build-isolation", "--no-binary", ":all:", "--dest"])
            .arg(&folder)
            .arg(format!("{name}=={version}"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "the test needs `{name}` from PyPI:\n{}",
            text(&output)
        );
    }
    archive
}

/// Stages everything, lets pre-commit run the hook, and returns its status and its lines about versions.
fn judged(scratch: &Scratch) -> (Option<i32>, Vec<String>) {
    scratch.git(&["add", "--all"]);
    let output = scratch
        .scrub(Command::new(tool("pre-commit")).args(["run", "--color", "never"]))
        .env("PRE_COMMIT_HOME", scratch.beside("pre-commit"))
        .output()
        .unwrap();
    let said = text(&output);
    let findings = said
        .lines()
        .filter(|line| line.contains("error[") || line.contains("warning["));
    (output.status.code(), findings.map(str::to_owned).collect())
}

#[test]
fn releases_pass_and_each_change_that_breaks_one_is_explained() {
    for (name, version, path, from, to, expected) in [
        // flit, with the version in a module that another one imports it from.
        (
            "idna",
            "3.11",
            "idna/package_data.py",
            "\"3.11\"",
            "\"3.11-SNAPSHOT\"",
            "idna/package_data.py:1:16: error[invalid-version]",
        ),
        // flit, static, repeated in a module.
        (
            "tomli_w",
            "1.2.0",
            "src/tomli_w/__init__.py",
            "1.2.0",
            "1.3.0",
            "src/tomli_w/__init__.py:2:16: error[version-mismatch]",
        ),
        // hatchling, which is told of the file.
        (
            "hatchling",
            "1.33.0",
            "pyproject.toml",
            "__about__.py",
            "_about.py",
            "pyproject.toml:58:9: error[dangling-version-pointer]",
        ),
        // setuptools, with a setup.py that works the version out.
        (
            "requests",
            "2.32.5",
            "src/requests/__version__.py",
            "\"2.32.5\"",
            "\"2.33.x\"",
            "src/requests/__version__.py:8:16: error[invalid-version]",
        ),
    ] {
        let scratch = checkout(name, version);
        assert_eq!(judged(&scratch), (Some(0), vec![]), "{name} as released");
        let text = scratch.read(path);
        assert!(text.contains(from), "{name}: `{path}` has no {from}");
        scratch.write(path, text.replace(from, to));
        let (status, said) = judged(&scratch);
        assert_eq!(status, Some(1), "{name}: {said:?}");
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "{name}: {said:?}"
        );
    }
}
