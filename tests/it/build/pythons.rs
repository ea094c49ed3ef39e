//! Builds on every CPython that this machine has.
use super::publish;
use crate::support::{Scratch, tools};
use release_guard::python::Interpreter;

const PROJECT: &[(&str, &str)] = &[
    (
        "pyproject.toml",
        "[project]\nname = \"moon\"\nversion = \"1.2.3\"\ndescription = \"A moon\"\n\n\
         [build-system]\nrequires = [\"setuptools<76\"]\nbuild-backend = \"setuptools.build_meta\"\n",
    ),
    ("moon/__init__.py", "phase = 'full'\n"),
];

#[test]
#[expect(clippy::print_stdout, reason = "what is not tested is said")]
fn every_python_of_the_machine_builds_installs_and_imports() {
    tools();
    let mut found = Vec::new();
    for minor in 9..=14 {
        match Interpreter::find(Some(&format!("3.{minor}"))) {
            Ok(python) => found.push(python),
            Err(error) => println!("not tested with Python 3.{minor}: {error}"),
        }
    }
    assert!(found.len() >= 2, "only {found:?}");
    let scratch = Scratch::with_commit(PROJECT);
    let mut args = vec!["build"];
    for python in &found {
        args.extend(["--python", python.path.to_str().unwrap()]);
    }
    let (status, out, said) = publish(&scratch, &args, &[]);
    assert_eq!(status, 0, "{out}{said}");
    for python in &found {
        let version = python.version;
        let line =
            format!("Python {version} installs `moon-1.2.3-py3-none-any.whl` and imports moon\n");
        assert!(said.contains(&line), "{line}\n---\n{said}");
    }
    let first = found[0].version;
    for python in &found[1..] {
        let version = python.version;
        let line = format!("is reproducible: Python {first} and {version} make the same bytes\n");
        assert!(said.contains(&line), "{line}\n---\n{said}");
    }
    let list: serde_json::Value = serde_json::from_str(&scratch.read("dist/release.json")).unwrap();
    assert_eq!(list["files"].as_array().unwrap().len(), 2);
    assert_eq!(list["pythons"].as_array().unwrap().len(), found.len());
}
