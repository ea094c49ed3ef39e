//! What all five programs do alike.
use crate::support::{Scratch, program};
use std::process::{Command, Stdio};

const PROGRAMS: [&str; 5] = [
    "check-version",
    "validate-dist",
    "changelog-guard",
    "tag-guard",
    "publish",
];

/// Runs every program with these arguments, and collects what is not as expected.
fn all(args: &[&str], expected: impl Fn(&str, i32, &str, &str) -> bool) {
    let scratch = Scratch::new();
    let mut wrong = Vec::new();
    for name in PROGRAMS {
        let (status, out, error) = scratch.program(name, args);
        if !expected(name, status, &out, &error) {
            wrong.push(format!("{name} {args:?}: {status}\n{out}{error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_program_tells_its_name_and_version() {
    all(&["--version"], |name, status, out, _| {
        status == 0 && out == format!("{name} {}\n", env!("CARGO_PKG_VERSION"))
    });
}

#[test]
fn help_has_examples_and_the_short_one_is_short() {
    for option in ["-h", "--help"] {
        all(&[option], |name, status, out, _| {
            status == 0 && out.contains(&format!("Usage: {name}")) && out.contains("Examples:")
        });
    }
    all(&["-h"], |_, _, out, _| !out.contains("--exit-zero"));
    all(&["--help"], |_, _, out, _| out.contains("--exit-zero"));
}

#[test]
fn help_begins_with_what_the_program_is_for() {
    all(&["-h"], |_, _, out, _| {
        !out.starts_with("Usage") && !out.starts_with("The options that all")
    });
}

#[test]
fn what_is_not_understood_is_status_2() {
    all(&["--no-such-option"], |_, status, out, error| {
        status == 2 && out.is_empty() && error.contains("--no-such-option")
    });
    all(&["--explain", "relase"], |_, status, _, error| {
        status == 2 && error == "error: there is no rule `relase`\nhint: did you mean `release`?\n"
    });
    all(&["--explain", "unused-ignor"], |_, status, out, error| {
        status == 2
            && out.is_empty()
            && error
                == "error: there is no rule `unused-ignor`\nhint: did you mean `unused-ignore`?\n"
    });
}

#[test]
fn rules_are_explained_and_listed_without_anything_else() {
    all(&["--explain", "unused-ignore"], |_, status, out, _| {
        status == 0 && out.starts_with("unused-ignore\n")
    });
    all(&["--explain", "release"], |_, status, out, _| {
        let commands = [
            "    $ gh workflow run release.yml -f bump_type=patch\n",
            "    $ git tag 1.0.46\n    $ git push --atomic origin main 1.0.46\n",
            "    $ gh workflow run publish.yml\n",
        ];
        let has_all = commands.iter().all(|command| out.contains(command));
        status == 0 && out.starts_with("Three ways to a release\n\nBy dispatch. ") && has_all
    });
    all(&["--list-rules"], |_, status, out, _| {
        status == 0 && out.lines().any(|line| line.starts_with("unused-ignore "))
    });
    all(&["--completions", "bash"], |name, status, out, _| {
        status == 0 && out.contains(name)
    });
}

#[test]
fn a_reader_that_has_gone_is_no_fault() {
    let scratch = Scratch::new();
    for name in PROGRAMS {
        let mut command = Command::new(program(name));
        let mut child = scratch
            .scrub(command.args(["--completions", "bash"]))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*error), (Some(0), ""), "{name}");
    }
}
