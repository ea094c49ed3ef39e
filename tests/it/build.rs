//! `publish build` and what is made of its files: tried, sealed, put together from several jobs, and not made at all.
mod brake;
mod merged;
mod pythons;
mod sealed;
mod tried;

use crate::support::{Scratch, program, python};
use release_guard::python::Interpreter;
use std::process::Command;
use std::sync::OnceLock;

/// Runs `publish` with variables set; returns its exit status with stdout and stderr.
fn publish(scratch: &Scratch, args: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = Command::new(program("publish"));
    command.args(args);
    scratch.scrub(&mut command).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|bytes| scratch.redact(&bytes));
    (output.status.code().unwrap_or(-1), out, said)
}

/// Runs a task of `publish` that builds, with the interpreter behind `python3` and nothing else on PATH but the system's
/// own programs, so that the project's back-end is called as it is. Its release becomes `[PYTHON]`.
fn build(scratch: &Scratch, args: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    static VERSION: OnceLock<String> = OnceLock::new();
    let version = VERSION.get_or_init(|| Interpreter::at(python()).unwrap().version.to_string());
    let args = [args, &["--python", python().to_str().unwrap()]].concat();
    let variables = [variables, &[("PATH", "/usr/bin:/bin")]].concat();
    let (status, out, said) = publish(scratch, &args, &variables);
    let python = format!("Python {version}");
    (status, out, said.replace(&python, "Python [PYTHON]"))
}

/// The seed's project with one file in another form.
fn seed_with(path: &str, from: &str, to: &str) -> Scratch {
    let scratch = crate::support::seed::seed();
    let text = scratch.read(path);
    assert!(text.contains(from), "{path} has no {from:?}");
    scratch.write(path, text.replace(from, to));
    scratch.git(&["commit", "-qam", "another form"]);
    scratch
}
