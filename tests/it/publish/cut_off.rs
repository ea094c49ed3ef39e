//! A release that was cut off, by a kill, Ctrl-C, a full disk or a failing build, is finished by running it again.
use super::{RELEASE, left};
use crate::support::{Scratch, program, python, seed, text, tools};
use release_guard::flags::Flags;
use release_guard::publish::{Event, Options, Outcome, Plan, World, drive, release};
use release_guard::terminal::{Terminal, Volume};
use std::io::{BufRead as _, BufReader};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};

#[test]
fn a_release_that_is_killed_after_any_step_is_finished_by_running_it_again() {
    tools();
    let whole = {
        let scratch = seed::seed();
        let (status, out, said) = scratch.program("publish", RELEASE);
        assert_eq!(status, 0, "{out}{said}");
        left(&scratch)
    };
    for step in [
        "preflight",
        "bump",
        "changelog",
        "commit",
        "build",
        "validate",
        "tag",
        "push",
    ] {
        let scratch = seed::seed();
        kill_after(&scratch, step);
        let frozen = std::fs::read(scratch.root().join("dist/release.json")).ok();
        let (status, out, said) = scratch.program("publish", RELEASE);
        assert_eq!(status, 0, "killed after {step}:\n{out}{said}");
        assert_eq!(left(&scratch), whole, "killed after {step}");
        if let Some(frozen) = frozen {
            let now = std::fs::read(scratch.root().join("dist/release.json")).unwrap();
            assert_eq!(frozen, now, "killed after {step}: other bytes were built");
        }
    }
}

#[test]
fn the_plan_is_the_same_after_every_event() {
    let scratch = seed::seed();
    scratch.git(&["config", "user.name", "A. Author"]);
    scratch.git(&["config", "user.email", "author@example.com"]);
    let flags = Flags {
        root: Some(scratch.root()),
        ..Flags::default()
    };
    let terminal = Terminal::new(Volume::Quiet);
    let mut planned: Option<Plan> = None;
    let mut stopped_at = std::collections::BTreeSet::new();
    loop {
        let options = Options {
            python: vec![python().display().to_string()],
            pushes: true,
            ..Options::default()
        };
        let world = World::open(&flags, options, &terminal).unwrap();
        let plan = release(&world, &"patch".parse().unwrap()).unwrap();
        assert_eq!(planned.get_or_insert_with(|| plan.clone()), &plan);
        // Stops at the first event at which no earlier run stopped.
        let outcome = drive(&plan, &world, &mut |event| {
            let met = match &event {
                Event::Found(step, _) => format!("{step} found"),
                Event::Begin(step, _) => format!("{step} begins"),
                Event::Done(step, _) => format!("{step} done"),
                other => panic!("{other:?}"),
            };
            match stopped_at.insert(met) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        match outcome {
            Outcome::Interrupted(_) => {}
            Outcome::Complete => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(stopped_at.len() > 20, "{stopped_at:?}");
}

/// Runs a release and kills it as soon as it says that a step is done.
fn kill_after(scratch: &Scratch, step: &str) {
    let mut command = Command::new(program("publish"));
    let command = scratch
        .scrub(command.args(RELEASE))
        .stderr(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let done = format!("  {step:<10} done");
    let seen = said
        .lines()
        .map_while(Result::ok)
        .any(|line| line.starts_with(&done) && !line.contains("to do"));
    assert!(seen, "the release never said that {step} is done");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_build_that_fails_shows_why_and_loses_nothing() {
    tools();
    let scratch = seed::seed();
    scratch.write(
        "src/backend.py",
        "raise SystemExit('the flux capacitor is empty')\n",
    );
    scratch.git(&["commit", "-qam", "break the build"]);
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 2, "{out}{said}");
    assert!(said.contains("the flux capacitor is empty"), "{said}");
    assert!(
        said.contains("run the same command again to go on"),
        "{said}"
    );
    assert_eq!(scratch.git(&["tag", "--list"]), "");
    assert!(!scratch.root().join("dist/release.json").exists());
    // Mended aside: the release commit is taken back, the back-end repaired, and the same command goes through.
    scratch.git(&["reset", "-q", "--hard", "HEAD^"]);
    scratch.write("src/backend.py", seed::BACKEND);
    scratch.git(&["commit", "-qam", "mend the build"]);
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
}

#[test]
fn a_full_disk_is_said_and_survived() {
    tools();
    let scratch = seed::seed();
    let limited = |limit: &str| {
        let line = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" release patch --yes");
        let output = scratch.run(
            Command::new("bash")
                .args(["-c", &line])
                .arg(program("publish")),
        );
        (output.status.code(), text(&output))
    };
    // No file may grow at all: nothing can be written, and nothing was.
    let (status, said) = limited("0");
    assert_eq!(status, Some(2), "{said}");
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "1", "{said}");
    assert!(
        scratch.read("src/pyproject.toml").contains("1.0.45"),
        "{said}"
    );
    let (status, said) = limited("unlimited");
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn ctrl_c_ends_with_130_and_running_again_goes_on() {
    tools();
    let scratch = seed::seed();
    scratch.write(
        "src/backend.py",
        format!("import time\ntime.sleep(2)\n{}", seed::BACKEND),
    );
    scratch.git(&["commit", "-qam", "slow"]);
    let mut command = Command::new(program("publish"));
    let child = scratch
        .scrub(command.args(RELEASE))
        .stderr(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = child.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("  commit     done") {
        line.clear();
        assert_ne!(
            said.read_line(&mut line).unwrap(),
            0,
            "the commit was never made"
        );
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(scratch.git(&["tag", "--list"]), "");
    let (status, out, said) = scratch.program("publish", RELEASE);
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(scratch.git(&["rev-list", "--count", "HEAD"]), "3");
}
