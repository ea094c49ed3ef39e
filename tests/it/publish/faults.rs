//! A release to an index that is killed anywhere, or meets a server that fails, ends the same when it is run again: on the
//! same machine, and on another one that has only the remote.
use crate::support::pypi::{Fault, PASSWORD, Pages, Pypi};
use crate::support::{Scratch, each, killer, program, seed, tools};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output};

const WHEEL: &str = "acme_platform-1.0.46-py3-none-any.whl";
const SDIST: &str = "acme_platform-1.0.46.tar.gz";

/// Where a run is cut off.
#[derive(Debug, Clone, Copy)]
enum Cut {
    /// At the n-th write, flush, removal, renaming or start of a program.
    Point(usize),
    /// As soon as it says that a step begins.
    Begun(&'static str),
    /// As soon as it says that a step is done.
    Done(&'static str),
    /// By the server, while it uploads a file: the first, which is the wheel, or the second.
    Upload(usize, Fault),
}

/// Where it is run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Here,
    /// In a new clone, which has what the remote has.
    Elsewhere,
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was tried belongs to the result"
)]
fn a_release_that_is_cut_off_anywhere_ends_the_same() {
    tools();
    let mut cuts: Vec<Cut> = (1..=POINTS).step_by(STRIDE).map(Cut::Point).collect();
    // Where one begins, the one before it is done.
    let steps = [
        "bump",
        "changelog",
        "commit",
        "build",
        "validate",
        "tag",
        "push",
        "upload",
    ];
    cuts.extend(steps.map(Cut::Begun));
    cuts.push(Cut::Done("upload"));
    for at in [0, 1] {
        let faults = [Fault::KillBefore, Fault::KillMid, Fault::KillAfter];
        cuts.extend(faults.map(|fault| Cut::Upload(at, fault)));
    }
    let mut all: Vec<_> = cuts.iter().map(|cut| (*cut, Again::Here)).collect();
    // Before anything is pushed another machine knows of no release.
    let is_pushed = |cut: &Cut| {
        matches!(
            cut,
            Cut::Begun("upload") | Cut::Done("upload") | Cut::Upload(..)
        )
    };
    let pushed = cuts.iter().filter(|cut| is_pushed(cut));
    all.extend(pushed.map(|cut| (*cut, Again::Elsewhere)));
    let ended = each(&all, |(cut, again)| survive(*cut, *again));
    let killed = ended.iter().filter(|end| end.is_killed).count();
    let wrong: Vec<_> = ended.into_iter().filter_map(|end| end.wrong).collect();
    let survived = all.len() - wrong.len();
    println!(
        "{} points: killed at {killed}, survived {survived}",
        all.len()
    );
    assert_eq!(wrong, [""; 0], "of {} points", all.len());
    // At the very end a run may be over before it is killed.
    assert!(killed + 2 >= all.len(), "{killed} of {}", all.len());
}

/// A run that nothing kills meets so many points; every one would take long.
const POINTS: usize = 120;
const STRIDE: usize = 12;

/// How it ended.
struct End {
    is_killed: bool,
    /// What is not as it should be.
    wrong: Option<String>,
}

/// Cuts a release off and runs it again.
fn survive(cut: Cut, again: Again) -> End {
    let (scratch, pypi) = (seed::seed(), Pypi::start(Pages::Json));
    let index = pypi.upload();
    let release = ["release", "patch", "--yes", "-v", "--to", &index];
    let is_killed = cut_off(&scratch, &pypi, &release, cut);
    let wrong = |wrong: String| End {
        is_killed,
        wrong: Some(format!("{cut:?}, then {again:?}: {wrong}")),
    };
    let output = match again {
        Again::Here => publish(&scratch, &release).output().unwrap(),
        Again::Elsewhere => elsewhere(&scratch, &index),
    };
    let said = crate::support::text(&output);
    if !output.status.success() {
        return wrong(said);
    }
    let refs = scratch.git(&[
        "ls-remote",
        "origin",
        "refs/heads/main",
        "refs/tags/1.0.46^{}",
    ]);
    let mut commits: Vec<&str> = refs.lines().map(|line| &line[..40]).collect();
    commits.dedup();
    let stored = pypi.stored();
    let names: Vec<_> = stored.iter().map(|(name, _)| name.as_str()).collect();
    if (commits.len(), &names[..]) != (1, &[WHEEL, SDIST]) {
        return wrong(format!("{refs} {names:?} {said}"));
    }
    // What the remote has at the tag is what was built.
    scratch.git(&["fetch", "-q", "--force", "--tags", "origin"]);
    let tree = scratch.git(&["show", "1.0.46:src/acme_platform/__init__.py"]);
    match tree.contains("1.0.46") {
        true => End {
            is_killed,
            wrong: None,
        },
        false => wrong(tree),
    }
}

fn publish(scratch: &Scratch, args: &[&str]) -> Command {
    let mut command = Command::new(program("publish"));
    command.args(args);
    scratch.scrub(&mut command).env("TWINE_PASSWORD", PASSWORD);
    command
}

/// Runs a release until it is cut off; whether it was.
fn cut_off(scratch: &Scratch, pypi: &Pypi, release: &[&str], cut: Cut) -> bool {
    let mut command = publish(scratch, release);
    let said = match cut {
        Cut::Point(at) => {
            command
                .env("LD_PRELOAD", killer())
                .env("KILL_PROGRAM", "publish")
                .env("KILL_AT", at.to_string());
            return command.output().unwrap().status.signal() == Some(9);
        }
        Cut::Begun(step) => format!("  {step} begins"),
        Cut::Done(step) => format!("  {step:<10} done"),
        Cut::Upload(at, fault) => {
            let mut faults = vec![Fault::None; at];
            faults.push(fault);
            pypi.fail(&faults);
            "never said".into()
        }
    };
    super::kill_when(&mut command, &said, |process| pypi.victim(process))
}

/// Runs it in a new clone of the remote: the release of the tag, when that is there, or else the release anew.
fn elsewhere(scratch: &Scratch, index: &str) -> Output {
    let remote = scratch.beside("remote.git");
    let other = scratch.beside("other");
    let clone = Command::new("git")
        .args(["clone", "-q"])
        .args([&remote, &other])
        .status();
    assert!(clone.unwrap().success());
    let is_tagged = !scratch
        .git(&["ls-remote", "origin", "refs/tags/1.0.46"])
        .is_empty();
    let args: &[&str] = match is_tagged {
        true => &["1.0.46", "--yes", "--to", index],
        false => &["release", "patch", "--yes", "--to", index],
    };
    publish(scratch, args).current_dir(&other).output().unwrap()
}
