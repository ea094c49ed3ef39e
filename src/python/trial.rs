//! A wheel on trial: installed into a fresh environment of an interpreter, and imported there.
//!
//! Not the project's tests, and no judgement of the wheel's contents: that is `validate_dist`'s.
use super::build::{LAST_LINES, ending, indented};
use super::interpreter::Interpreter;
use super::venv::{Venv, VenvError};
use crate::command::CommandError;
use crate::dist::FileName;
use crate::terminal::Terminal;
use std::path::Path;
use std::time::Duration;

/// How long importing may take.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// How the lines begin in which the script says what came of it.
const MARK: &str = "release-guard: ";

/// What pip and uv say of a wheel that is sound and meant for another machine.
const ELSEWHERE: &[&str] = &[
    "is not a supported wheel on this platform",
    "is incompatible with the current platform",
];

/// A wheel, and what is tried with it.
#[derive(Debug, Clone)]
pub struct Trial<'a> {
    /// The wheel.
    pub wheel: &'a Path,
    /// The interpreter that it is installed for.
    pub interpreter: &'a Interpreter,
    /// What is imported; `None` for nothing, an empty list for the wheel's own top-level packages and modules.
    pub imports: Option<&'a [String]>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It is installed, in this version, and these were imported.
    Imported {
        /// The version that the environment names.
        version: String,
        /// The modules; none when it offers none.
        modules: Vec<String>,
    },
    /// It is installed; importing was not asked for.
    Installed,
    /// It is for another platform than this one.
    Elsewhere,
}

/// Why a wheel does not stand its trial.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// There is no environment to try it in.
    #[error(transparent)]
    Venv(VenvError),
    /// The installer refused it, or could not get what it requires.
    #[error(
        "`{file}` cannot be installed with Python {python}; the last the installer wrote:\n{said}"
    )]
    Install {
        /// The wheel.
        file: String,
        /// The interpreter's release.
        python: String,
        /// The last lines that the installer wrote.
        said: String,
    },
    /// What it offers cannot be imported.
    #[error("`{file}` is installed with Python {python}, but {what}; the last it wrote:\n{said}")]
    Import {
        /// The wheel.
        file: String,
        /// The interpreter's release.
        python: String,
        /// What went wrong.
        what: String,
        /// The last lines that it wrote.
        said: String,
    },
    /// Ctrl-C was pressed.
    #[error("the trial of the wheel was interrupted")]
    Interrupted,
    /// It did not end.
    #[error("importing did not end by itself")]
    Command(#[source] CommandError),
}

/// Installs a wheel into a fresh environment in `dir`, a new folder, and imports what it offers, without any credential.
pub fn attempt(trial: &Trial<'_>, dir: &Path, terminal: &Terminal) -> Result<Tried, TrialError> {
    let file = trial
        .wheel
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let python = trial.interpreter.version.to_string();
    let _progress = terminal.working(&format!("installing the wheel with Python {python}"));
    let venv = Venv::quick(dir, trial.interpreter).map_err(TrialError::Venv)?;
    let installed = venv.install([trial.wheel.as_os_str()]);
    if terminal.is_interrupted() {
        return Err(TrialError::Interrupted);
    }
    match installed {
        Ok(_) => {}
        Err(VenvError::Command(CommandError::Failed { said, .. })) => {
            let is_elsewhere = ELSEWHERE.iter().any(|words| said.contains(words));
            return match is_elsewhere && needs_a_platform(&file) {
                true => Ok(Tried::Elsewhere),
                false => Err(TrialError::Install {
                    file: file.into(),
                    python,
                    said: indented(&said),
                }),
            };
        }
        Err(error) => return Err(TrialError::Venv(error)),
    }
    match trial.imports {
        Some(modules) => import(&venv, &file, &python, modules, terminal),
        None => Ok(Tried::Installed),
    }
}

fn needs_a_platform(file: &str) -> bool {
    FileName::parse(file).is_ok_and(|name| {
        name.tags()
            .is_some_and(|tags| tags.platform.iter().all(|platform| platform != "any"))
    })
}

fn import(
    venv: &Venv,
    file: &str,
    python: &str,
    modules: &[String],
    terminal: &Terminal,
) -> Result<Tried, TrialError> {
    let name = FileName::parse(file).map(|name| name.name().to_string());
    let answered = venv
        .command()
        .args(["-I", "-c", include_str!("trial.py")])
        .arg(name.unwrap_or_default())
        .args(modules)
        .dir(venv.dir())
        .limit(LIMIT)
        .output();
    if terminal.is_interrupted() {
        return Err(TrialError::Interrupted);
    }
    let output = answered.map_err(TrialError::Command)?;
    let text = output.text();
    let told = text.lines().rev().find_map(|line| line.strip_prefix(MARK));
    if let (Some(told), Some(0)) = (told, output.status) {
        let mut words = told.split(' ').map(str::to_owned);
        return Ok(Tried::Imported {
            version: words.next().unwrap_or_default(),
            modules: words.collect(),
        });
    }
    let what = match told.and_then(|told| told.strip_prefix("cannot import ")) {
        Some(module) => format!("`{module}` cannot be imported"),
        None => format!("importing it ended Python ({})", ending(output.status)),
    };
    let said = output.said(LAST_LINES);
    let said: Vec<&str> = said
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with(MARK))
        .collect();
    Err(TrialError::Import {
        file: file.into(),
        python: python.into(),
        what,
        said: indented(&said.join("\n")),
    })
}
