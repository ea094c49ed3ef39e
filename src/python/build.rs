//! The isolated build of one project: the sdist, and the wheel from the sdist, or the wheel alone.
//!
//! Not a check of what comes out: the files are returned as the back-end made them.
use super::front_end::FrontEnd;
use super::interpreter::Interpreter;
use super::venv::VenvError;
use crate::command::CommandError;
use crate::terminal::Terminal;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a build may take: compiled extensions are slow.
pub(super) const LIMIT: Duration = Duration::from_secs(4 * 60 * 60);

/// How much of a failing back-end's output is shown, in lines.
pub(super) const LAST_LINES: usize = 60;

/// How the name of the folder begins in which distributions are until all are made.
const STAGING: &str = ".building-";

/// Which distributions are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The sdist, and the wheel from the sdist.
    Both,
    /// The wheel alone: the project is an sdist that was unpacked.
    Wheel,
}

/// What is to be built, with what, and where to.
#[derive(Debug, Clone)]
pub struct Build<'a> {
    /// The folder of the project's pyproject.toml.
    pub project: &'a Path,
    /// The folder for the distributions; made when it is not there, and refused when it holds any already.
    pub out: &'a Path,
    /// The interpreter that the wheel is built with.
    pub interpreter: &'a Interpreter,
    /// What is made.
    pub wanted: Wanted,
    /// The time that files in the distributions get, in seconds since 1970 (`SOURCE_DATE_EPOCH`).
    pub epoch: Option<i64>,
    /// Variables that the back-end is to see besides.
    pub extra_env: &'a [(OsString, OsString)],
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The distributions, wheels first.
    pub files: Vec<PathBuf>,
    /// What drove the build: `python -m build`, `uv build`, or the project's own back-end.
    pub front_end: &'static str,
}

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder is no Python project.
    #[error("nothing to build in `{}`: it has neither a `pyproject.toml` nor a `setup.py`", project.display())]
    NoProject {
        /// The folder.
        project: PathBuf,
    },
    /// Distributions of another build are in the way.
    #[error("`{}` holds `{file}` already: a build wants a folder without distributions", out.display())]
    NotFresh {
        /// The folder.
        out: PathBuf,
        /// The distribution in it.
        file: String,
    },
    /// There is no front-end, and none could be installed.
    #[error(
        "there is nothing to build with: neither `build` nor `uv` is installed, and installing `build` failed"
    )]
    NoFrontEnd(#[source] VenvError),
    /// The back-end refused or failed.
    #[error("{} could not build `{}` ({}); the last it wrote:\n{said}", named(front_end), project.display(), ending(*status))]
    Failed {
        /// What drove the build.
        front_end: &'static str,
        /// The project's folder.
        project: PathBuf,
        /// The exit status; `None` when a signal ended it.
        status: Option<i32>,
        /// The last lines that front-end and back-end wrote.
        said: String,
    },
    /// It ended well without making all that was wanted.
    #[error(
        "{} built {} where {} wanted",
        named(front_end),
        listed(files),
        wanted.were()
    )]
    Incomplete {
        /// What drove the build.
        front_end: &'static str,
        /// What it was to make.
        wanted: Wanted,
        /// What it made.
        files: Vec<String>,
    },
    /// Ctrl-C was pressed.
    #[error("the build was interrupted")]
    Interrupted,
    /// The front-end could not be started or did not end, or the sdist could not be unpacked.
    #[error("a program that the build needs did not do its work")]
    Command(#[source] CommandError),
    /// The file system refused.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it was refused.
        source: std::io::Error,
    },
}

impl Wanted {
    fn were(self) -> &'static str {
        match self {
            Self::Both => "an sdist and a wheel were",
            Self::Wheel => "a wheel was",
        }
    }

    fn is_all(self, files: &[String]) -> bool {
        let wheels = files.iter().filter(|file| is_wheel(file)).count();
        match self {
            Self::Both => wheels > 0 && wheels < files.len(),
            Self::Wheel => wheels > 0 && wheels == files.len(),
        }
    }
}

pub(super) fn ending(status: Option<i32>) -> String {
    status.map_or("ended by a signal".into(), |status| {
        format!("exit status {status}")
    })
}

/// A command in backticks; words as they are.
fn named(front_end: &str) -> String {
    if front_end.starts_with("the ") {
        return front_end.to_owned();
    }
    format!("`{front_end}`")
}

fn listed(files: &[String]) -> String {
    if files.is_empty() {
        return "nothing".to_owned();
    }
    format!("`{}`", files.join("`, `"))
}

/// Builds with the front-end that is there, or brings one; see [`FrontEnd::choose`].
///
/// The back-end sees no credential. A build that fails leaves nothing in the folder.
pub fn build(request: &Build<'_>, terminal: &Terminal) -> Result<Built, BuildError> {
    check(request)?;
    let chosen = FrontEnd::choose(request.project, request.interpreter, terminal);
    if terminal.is_interrupted() {
        return Err(BuildError::Interrupted);
    }
    let front_end = chosen.map_err(BuildError::NoFrontEnd)?;
    build_with(request, &front_end, terminal)
}

/// Builds with this front-end; otherwise like [`build`].
pub fn build_with(
    request: &Build<'_>,
    front_end: &FrontEnd,
    terminal: &Terminal,
) -> Result<Built, BuildError> {
    check(request)?;
    let absolute = |path: &Path| std::path::absolute(path).map_err(io("find", path));
    let (project, out) = (absolute(request.project)?, absolute(request.out)?);
    std::fs::create_dir_all(&out).map_err(io("make", &out))?;
    clear_left_behind(&out);
    // Moved out of here only when all is made; in the same folder, so that moving is renaming.
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(&out)
        .map_err(io("write into", &out))?;
    let mut command = front_end
        .command(request, &project, staging.path())
        .dir(staging.path())
        .limit(LIMIT);
    if let Some(epoch) = request.epoch {
        command = command.env("SOURCE_DATE_EPOCH", epoch.to_string());
    }
    for (name, value) in request.extra_env {
        command = command.env(name, value);
    }
    terminal.detail(&command.shown());
    let progress = terminal.working(&format!(
        "building {} with Python {}",
        match request.wanted {
            Wanted::Both => "the sdist and the wheel",
            Wanted::Wheel => "the wheel",
        },
        request.interpreter.version
    ));
    let answered = command.output();
    drop(progress);
    if terminal.is_interrupted() {
        return Err(BuildError::Interrupted);
    }
    let output = answered.map_err(BuildError::Command)?;
    if output.status != Some(0) {
        return Err(BuildError::Failed {
            front_end: front_end.name(),
            project,
            status: output.status,
            said: indented(&output.said(LAST_LINES)),
        });
    }
    terminal.detail(&output.said(usize::MAX));
    Ok(Built {
        files: moved(staging.path(), &out, request.wanted, front_end)?,
        front_end: front_end.name(),
    })
}

/// Refuses what cannot be built before anything is installed for it.
fn check(request: &Build<'_>) -> Result<(), BuildError> {
    let has = |name: &str| request.project.join(name).is_file();
    if !has("pyproject.toml") && !has("setup.py") {
        return Err(BuildError::NoProject {
            project: request.project.into(),
        });
    }
    if !request.out.exists() {
        return Ok(());
    }
    match distributions(request.out)?.into_iter().next() {
        Some(file) => Err(BuildError::NotFresh {
            out: request.out.into(),
            file,
        }),
        None => Ok(()),
    }
}

/// Deletes what a build left that was ended in the middle; two builds into one folder are no use anyway.
fn clear_left_behind(out: &Path) {
    for entry in std::fs::read_dir(out).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(STAGING.as_bytes()) {
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// Moves the distributions to where they are wanted and returns their paths, wheels first.
fn moved(
    from: &Path,
    to: &Path,
    wanted: Wanted,
    front_end: &FrontEnd,
) -> Result<Vec<PathBuf>, BuildError> {
    let files = distributions(from)?;
    if !wanted.is_all(&files) {
        return Err(BuildError::Incomplete {
            front_end: front_end.name(),
            wanted,
            files,
        });
    }
    files
        .iter()
        .map(|file| {
            let target = to.join(file);
            std::fs::rename(from.join(file), &target).map_err(io("write", &target))?;
            Ok(target)
        })
        .collect()
}

/// The names of the distributions in a folder, wheels first, each kind in the order of its names.
fn distributions(folder: &Path) -> Result<Vec<String>, BuildError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io("read", folder))? {
        let entry = entry.map_err(io("read", folder))?;
        if let Ok(name) = entry.file_name().into_string()
            && (is_wheel(&name) || name.ends_with(".tar.gz"))
        {
            files.push(name);
        }
    }
    files.sort_by_key(|name| (!is_wheel(name), name.clone()));
    Ok(files)
}

fn is_wheel(name: &str) -> bool {
    name.ends_with(".whl")
}

/// Unpacks an sdist into an empty folder and returns the folder of the project in it.
pub fn unpack(sdist: &Path, into: &Path, interpreter: &Interpreter) -> Result<PathBuf, BuildError> {
    interpreter
        .command()
        .args(["-I", "-S", "-c", include_str!("unpack.py")])
        .arg(sdist)
        .arg(into)
        .limit(LIMIT)
        .run()
        .map_err(BuildError::Command)?;
    let entry = std::fs::read_dir(into)
        .and_then(|mut entries| entries.next().transpose())
        .map_err(io("read", into))?;
    entry
        .map(|entry| entry.path())
        .ok_or_else(|| BuildError::NoProject {
            project: into.into(),
        })
}

pub(super) fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> BuildError {
    let path = path.to_owned();
    move |source| BuildError::Io {
        doing,
        path,
        source,
    }
}
