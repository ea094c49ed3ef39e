//! The distributions of a commit: built in a throw-away clone, installed and imported, and frozen.
//!
//! Not when that is done: the step `build` and `publish build` decide.
use super::clone::throw_away;
use super::compare::difference;
use super::decide::Refused;
use super::frozen::{File, Frozen, Of, Python};
use super::release::Release;
use super::state::Reason;
use super::world::World;
use crate::config::SmokeTest;
use crate::git::Oid;
use crate::python::{self, Build, Interpreter, Trial, TrialError, Tried, Wanted};
use anyhow::{Context as _, anyhow, bail};
use std::path::{Path, PathBuf};

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// The distributions, wheels first.
    pub files: Vec<PathBuf>,
    /// The interpreters that built the wheels.
    pub pythons: Vec<Python>,
}

/// Builds a commit in a clone below `scratch`: the sdist once, and the wheel from it with each interpreter; every wheel is
/// tried. The tag is made in the clone first, so that whoever reads the version from tags sees it. The distributions lie
/// below `scratch` too.
pub(super) fn make(
    world: &World<'_>,
    commit: &Oid,
    release: Option<&Release>,
    folder: &Path,
    scratch: &Path,
) -> anyhow::Result<Made> {
    let pythons = interpreters(world)?;
    let (first, others) = pythons.split_first().context("no Python is asked for")?;
    let project = clone(world, commit, release, scratch)?.join(folder);
    let epoch = Some(time_of(world, commit)?);
    let out = scratch.join("dist");
    let build = |project: &Path, out: &Path, interpreter: &Interpreter, wanted: Wanted| {
        let request = Build {
            project,
            out,
            interpreter,
            wanted,
            epoch,
            extra_env: &[],
        };
        python::build(&request, world.terminal).with_context(|| {
            let (commit, python) = (commit.short(), interpreter.version);
            format!("commit {commit} cannot be built with Python {python}")
        })
    };
    let files = build(&project, &out, first, Wanted::Both)?.files;
    let mut built = Wheels::new(world, files)?;
    built.tell(first)?;
    for (at, python) in others.iter().enumerate() {
        let below = scratch.join(format!("python-{at}"));
        let source = below.join("source");
        std::fs::create_dir_all(&source).context("cannot make a temporary folder")?;
        let source = python::unpack(&built.sdist, &source, python)?;
        let made = build(&source, &below.join("dist"), python, Wanted::Wheel)?;
        for wheel in made.files {
            built.take(&wheel, python)?;
        }
    }
    built.try_all(&pythons, scratch)?;
    Ok(built.made)
}

/// The Pythons that build, none of them twice; the first one makes the sdist.
pub(super) fn interpreters(world: &World<'_>) -> anyhow::Result<Vec<Interpreter>> {
    let asked = match world.options.python.is_empty() {
        true => &world.config.publish.python,
        false => &world.options.python,
    };
    Interpreter::find_all(asked).map_err(|error| {
        anyhow!(
            "{error}\nhint: install it (`uv python install` and `pyenv install` do), or name another one or its path with \
             `--python`"
        )
    })
}

/// The time of a commit, in seconds since 1970, for `SOURCE_DATE_EPOCH`.
fn time_of(world: &World<'_>, commit: &Oid) -> anyhow::Result<i64> {
    let answer = world
        .repository
        .git()
        .args(["show", "-s", "--format=%ct", commit.as_str()])
        .run()?;
    let time = answer.text().trim().parse();
    time.map_err(|_| anyhow!("`git show` gave no time for `{}`", commit.short()))
}

fn clone(
    world: &World<'_>,
    commit: &Oid,
    release: Option<&Release>,
    scratch: &Path,
) -> anyhow::Result<PathBuf> {
    let clone = scratch.join("clone");
    let copied = throw_away(&world.repository, &clone, commit)?;
    if let Some(release) = release {
        let name = format!("refs/tags/{}", release.tag);
        if copied.reference(&name)?.is_none() {
            let message = format!("Release {}", release.to);
            copied.create_tag(&release.tag, commit, Some(&message))?;
        }
    }
    Ok(clone)
}

/// The distributions while the wheels of one interpreter after the other are added.
struct Wheels<'w> {
    world: &'w World<'w>,
    sdist: PathBuf,
    made: Made,
}

impl<'w> Wheels<'w> {
    fn new(world: &'w World<'w>, files: Vec<PathBuf>) -> anyhow::Result<Self> {
        let sdist = files.iter().find(|file| !is_wheel(file));
        Ok(Self {
            world,
            sdist: sdist.context("the build made no sdist")?.clone(),
            made: Made {
                files,
                pythons: Vec::new(),
            },
        })
    }

    /// Says what the first interpreter made.
    fn tell(&mut self, python: &Interpreter) -> anyhow::Result<()> {
        for file in self.made.files.iter().filter(|file| is_wheel(file)) {
            self.made.pythons.push(Python {
                version: python.version.to_string(),
                wheel: name_of(file)?.to_owned(),
                reproducible: None,
            });
        }
        Ok(())
    }

    /// Keeps a wheel of a new name; compares one whose name was built before with that one.
    fn take(&mut self, wheel: &Path, python: &Interpreter) -> anyhow::Result<()> {
        let name = name_of(wheel)?.to_owned();
        let version = python.version.to_string();
        let before = self.made.pythons.iter().find(|made| made.wheel == name);
        let reproducible = match before {
            Some(before) => {
                let kept = self.made.files.iter().find(|file| file.ends_with(&name));
                let found = difference(kept.context("a wheel is lost")?, wheel)?;
                let told = found.told(&before.version, &version);
                say(self.world, &format!("`{name}` is {told}"));
                Some(found.is_none())
            }
            None => {
                let wheels = self.made.files.iter().filter(|file| is_wheel(file)).count();
                self.made.files.insert(wheels, wheel.to_owned());
                None
            }
        };
        self.made.pythons.push(Python {
            version,
            wheel: name,
            reproducible,
        });
        Ok(())
    }

    /// Installs and imports, with each interpreter, the wheels that it built: as they are kept, so what users will get.
    fn try_all(&self, pythons: &[Interpreter], scratch: &Path) -> anyhow::Result<()> {
        if self.world.options.leaves_untried {
            return Ok(());
        }
        for (at, made) in self.made.pythons.iter().enumerate() {
            let is_it = |python: &&Interpreter| python.version.to_string() == made.version;
            let wheel = self
                .made
                .files
                .iter()
                .find(|file| file.ends_with(&made.wheel));
            let (Some(python), Some(wheel)) = (pythons.iter().find(is_it), wheel) else {
                bail!(
                    "the wheel `{}` of Python {} is lost",
                    made.wheel,
                    made.version
                );
            };
            if let Some(told) = try_out(
                self.world,
                wheel,
                python,
                &scratch.join(format!("try-{at}")),
            )? {
                say(self.world, &told);
            }
        }
        Ok(())
    }
}

/// Installs a wheel into a fresh environment in `dir` and imports it, as far as the project wants that; tells what came of it.
pub(super) fn try_out(
    world: &World<'_>,
    wheel: &Path,
    interpreter: &Interpreter,
    dir: &Path,
) -> anyhow::Result<Option<String>> {
    let settings = &world.config.publish;
    let imports = match settings.smoke_test {
        SmokeTest::Off => return Ok(None),
        SmokeTest::Install => None,
        SmokeTest::Import => Some(settings.imports.as_slice()),
    };
    let trial = Trial {
        wheel,
        interpreter,
        imports,
    };
    let tried = python::attempt(&trial, dir, world.terminal).map_err(unfit)?;
    let python = interpreter.version;
    let name = name_of(wheel)?;
    Ok(Some(match tried {
        Tried::Imported { modules, .. } if modules.is_empty() => {
            format!("Python {python} installs `{name}`, which has nothing to import")
        }
        Tried::Imported { modules, .. } => format!(
            "Python {python} installs `{name}` and imports {}",
            modules.join(", ")
        ),
        Tried::Installed => format!("Python {python} installs `{name}`"),
        Tried::Elsewhere => {
            format!("`{name}` is for another platform; it was not installed here")
        }
    }))
}

/// A wheel that cannot be imported must not be published; that it cannot be installed may be the network's fault.
fn unfit(error: TrialError) -> anyhow::Error {
    match error {
        TrialError::Import { .. } => Refused(Reason::new(
            error.to_string(),
            "mend the package and commit; a module that cannot be imported on this machine is left out with `imports` or \
             `smoke-test` in `[tool.release-guard.publish]`",
        ))
        .into(),
        TrialError::Install { .. } => anyhow!(
            "{error}\nhint: mend what the package requires, or the connection to the index; `smoke-test = \"off\"` in \
             `[tool.release-guard.publish]` leaves the trial out"
        ),
        error => error.into(),
    }
}

fn say(world: &World<'_>, what: &str) {
    world.terminal.say(&format!("  {:<10} {what}", "build"));
}

pub(super) fn is_wheel(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "whl")
}

fn name_of(file: &Path) -> anyhow::Result<&str> {
    let name = file.file_name().and_then(|name| name.to_str());
    name.context("a distribution's name is not text")
}

/// Copies distributions into the folder where they stay, and names them in `release.json` when all are there.
pub(super) fn freeze(world: &World<'_>, of: Of<'_>, made: &Made) -> anyhow::Result<Frozen> {
    let folder = world.dist();
    let cannot = || format!("cannot write into `{}`", folder.display());
    if !folder.exists() {
        std::fs::create_dir_all(&folder).with_context(cannot)?;
        // What is built is not the project's source; git need not ask about it.
        std::fs::write(folder.join(".gitignore"), "*\n").with_context(cannot)?;
    }
    let mut files = Vec::new();
    for path in &made.files {
        let file = File::read(path)?;
        let to = folder.join(&file.name);
        if *path != to {
            let part = folder.join(format!(".{}.part", file.name));
            std::fs::copy(path, &part)
                .and_then(|_| std::fs::File::open(&part)?.sync_all())
                .and_then(|()| std::fs::rename(&part, &to))
                .inspect_err(|_| drop(std::fs::remove_file(&part)))
                .with_context(cannot)?;
        }
        files.push(file);
    }
    let frozen = Frozen::new(of, files, made.pythons.clone());
    frozen.write(&folder).with_context(cannot)?;
    Ok(frozen)
}
