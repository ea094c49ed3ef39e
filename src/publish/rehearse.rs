//! `rehearse`: the whole release in a throw-away clone, installed and imported; the repository is only read.
use super::clone::throw_away;
use super::decide;
use super::destination::LOCAL;
use super::drive::{Event, Outcome, Stop, Why, drive};
use super::making;
use super::show;
use super::world::{Options, World};
use crate::bump::Request;
use crate::config::Building;
use crate::flags::Flags;
use crate::git::Repository;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::ops::ControlFlow;
use std::path::Path;

/// Rehearses a release of a kind.
pub(super) fn run(
    kind: &Request,
    python: Vec<String>,
    builds_here: bool,
    flags: &Flags,
    terminal: &Terminal,
) -> anyhow::Result<Answer> {
    let repository = Repository::open(&flags.root())?;
    if !repository.changed_paths()?.is_empty() {
        terminal.note("uncommitted changes are not rehearsed; the commit that is checked out is");
    }
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let clone = scratch.path().join("clone");
    prepare(&repository, &clone)?;
    let options = Options {
        python,
        dist: Some(scratch.path().join("dist")),
        index: Some(scratch.path().join("index")),
        pushes: Some(false),
        targets: vec![LOCAL.into()],
        builds_here,
        // The wheel is installed at the end, with all else that a release does before.
        leaves_untried: true,
        ..Options::default()
    };
    let flags = Flags {
        root: Some(clone),
        ..flags.clone()
    };
    let mut world = World::open(&flags, options, terminal)?;
    // No other job builds what is only rehearsed.
    world.config.publish.build = Building::Here;
    let plan = decide::release(&world, kind)?;
    let release = plan.packages[0].clone();
    terminal.say(&format!(
        "rehearsing {} as tag {}, in a throw-away clone",
        release.title(),
        release.tag
    ));
    let outcome = drive(&plan, &world, &mut |event: Event<'_>| {
        show::progress(terminal, &event);
        if terminal.is_interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    match outcome {
        Outcome::Complete => {}
        Outcome::Interrupted(_) => {
            return Ok(Answer {
                interrupted: true,
                ..Answer::default()
            });
        }
        // There is one destination, so that one thing stops it.
        Outcome::Stopped(stops) => match stops.into_iter().next() {
            Some(Stop {
                step,
                why: Why::Failed(error),
            }) => {
                return Err(error.context(format!("`{step}` would fail")));
            }
            Some(Stop {
                why: Why::Refused(reason),
                ..
            }) => {
                return Ok(super::go::refused(reason, terminal));
            }
            None => {}
        },
    }
    let frozen = world.frozen(&release)?.context("nothing was built")?;
    for (at, python) in making::interpreters(&world)?.iter().enumerate() {
        let built = frozen.pythons.iter();
        let version = python.version.to_string();
        for made in built.filter(|made| made.version == version) {
            let wheel = world.dist().join(&made.wheel);
            let dir = scratch.path().join(format!("venv-{at}"));
            if let Some(told) = making::try_out(&world, &wheel, python, &dir)? {
                terminal.say(&format!("  {:<10} done: {told}", "install"));
            }
        }
    }
    Ok(Answer::text(format!(
        "{} {} would be released; nothing was changed\n",
        release.name, release.to
    )))
}

/// Makes the clone, on a branch of its own.
fn prepare(repository: &Repository, clone: &Path) -> anyhow::Result<()> {
    let head = repository.commit("HEAD")?;
    let copied = throw_away(repository, clone, &head)?;
    let branch = repository.branch()?.unwrap_or_else(|| "rehearsal".into());
    copied
        .git()
        .args(["checkout", "--quiet", "-B", &branch])
        .run()?;
    Ok(())
}
