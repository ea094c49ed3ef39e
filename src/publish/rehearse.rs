//! `rehearse`: the whole release in a throw-away clone, installed and imported; the repository is only read.
use super::clone::throw_away;
use super::decide;
use super::drive::{Event, Outcome, drive};
use super::show;
use super::world::{Options, World};
use crate::bump::Request;
use crate::flags::Flags;
use crate::git::Repository;
use crate::report::Answer;
use crate::terminal::Terminal;
use anyhow::Context as _;
use std::ops::ControlFlow;
use std::path::Path;

/// Imports every top-level module of an installed distribution and prints its version.
const IMPORT: &str = "\
import importlib, sys
try:
    import importlib.metadata as metadata
except ImportError:
    import importlib_metadata as metadata
found = metadata.distribution(sys.argv[1])
tops = set()
for file in found.files or ():
    parts = file.parts
    if len(parts) == 2 and parts[1] == '__init__.py':
        tops.add(parts[0])
    elif len(parts) == 1 and parts[0].endswith('.py'):
        tops.add(parts[0][:-3])
for top in sorted(tops):
    importlib.import_module(top)
print(found.version, *sorted(tops))
";

/// Rehearses a release of a kind.
pub(super) fn run(
    kind: &Request,
    python: Vec<String>,
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
        pushes: false,
    };
    let flags = Flags {
        root: Some(clone),
        ..flags.clone()
    };
    let world = World::open(&flags, options, terminal)?;
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
        Outcome::Failed(step, error) => return Err(error.context(format!("`{step}` would fail"))),
        Outcome::Refused(_, reason) => return Ok(super::go::refused(reason, terminal)),
    }
    let frozen = world.frozen(&release)?.context("nothing was built")?;
    let wheel = frozen
        .paths(&world.dist())
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == "whl"));
    let wheel = wheel.context("the build made no wheel")?;
    let imported = install(&world, &wheel, &release.name, scratch.path())?;
    terminal.say(&format!("  {:<10} done: {imported}", "install"));
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

/// Installs a wheel into a fresh environment and imports what it holds.
fn install(world: &World<'_>, wheel: &Path, name: &str, scratch: &Path) -> anyhow::Result<String> {
    let _progress = world.terminal.working("installing");
    let venv = crate::python::Venv::create(&scratch.join("venv"), &world.interpreters()?[0])?;
    venv.install([wheel.as_os_str()])
        .context("the wheel was built but cannot be installed")?;
    let output = venv
        .run(["-c", IMPORT, name])
        .context("the wheel was installed but cannot be imported")?;
    let text = output.text();
    let (version, modules) = text.split_once(' ').unwrap_or((&text, "nothing"));
    Ok(format!("{version}; imports {}", modules.replace(' ', ", ")))
}
