//! Virtual environments: made, installed into, run.
//!
//! Not a cache: `front_end` keeps one of them for later builds.
use super::interpreter::Interpreter;
use crate::command::{Command, CommandError, Output, find};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long an installation may take.
const INSTALL_LIMIT: Duration = Duration::from_secs(30 * 60);

/// Settings of pip that a user may have for all installations and that none into a virtual environment can follow.
const ELSEWHERE: &[&str] = &["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"];

/// A virtual environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venv {
    dir: PathBuf,
    installer: Installer,
}

/// What installs into an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Installer {
    /// Its own pip.
    Own,
    /// The pip of the interpreter that it was made with.
    PipOf(PathBuf),
    /// A `uv`.
    Uv(PathBuf),
}

/// Why a virtual environment cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VenvError {
    /// There is something in the folder already.
    #[error("cannot make a virtual environment in `{}`: the folder is not empty", dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// The interpreter has not what it takes, and `uv` is not there to help.
    #[error(
        "`{}` (Python {version}) cannot make virtual environments: its `{missing}` module is missing; \
         install it (`python3-venv` on Debian and Ubuntu), or install `uv`",
        python.display()
    )]
    Incapable {
        /// The interpreter.
        python: PathBuf,
        /// Its release.
        version: String,
        /// The module.
        missing: &'static str,
    },
    /// There is nowhere to make one.
    #[error("cannot make a folder in `{}` for a virtual environment; is the disk full or write-protected?", dir.display())]
    NoFolder {
        /// Where it was to be.
        dir: PathBuf,
    },
    /// A program failed; pip's own words are in it.
    #[error(transparent)]
    Command(CommandError),
}

impl Venv {
    /// Makes a virtual environment in a new or empty folder, with the interpreter's `venv` or else with `uv`.
    pub fn create(dir: &Path, interpreter: &Interpreter) -> Result<Self, VenvError> {
        if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(VenvError::NotEmpty { dir: dir.into() });
        }
        let missing = ["venv", "ensurepip"]
            .into_iter()
            .find(|module| !interpreter.has_modules(&[module]));
        let Some(missing) = missing else {
            interpreter
                .command()
                .args(["-I", "-m", "venv"])
                .arg(dir)
                .without(ELSEWHERE)
                .limit(INSTALL_LIMIT)
                .run()
                .map_err(VenvError::Command)?;
            return Ok(Self::at(dir));
        };
        let uv = find("uv").ok_or_else(|| VenvError::Incapable {
            python: interpreter.path.clone(),
            version: interpreter.version.to_string(),
            missing,
        })?;
        Command::new(&uv)
            .args(["venv", "--quiet", "--no-project", "--python"])
            .arg(&interpreter.path)
            .arg(dir)
            .scrubbed()
            .limit(INSTALL_LIMIT)
            .run()
            .map_err(VenvError::Command)?;
        Ok(Self {
            dir: dir.into(),
            installer: Installer::Uv(uv),
        })
    }

    /// Makes one that is used once: without a pip of its own where the interpreter's can install into it, which saves
    /// most of the time; else like `create`.
    pub fn quick(dir: &Path, interpreter: &Interpreter) -> Result<Self, VenvError> {
        let is_new = !dir.exists();
        if !is_new || !interpreter.has_modules(&["venv"]) || !installs_elsewhere(interpreter) {
            return Self::create(dir, interpreter);
        }
        interpreter
            .command()
            .args(["-I", "-m", "venv", "--without-pip"])
            .arg(dir)
            .limit(INSTALL_LIMIT)
            .run()
            .map_err(VenvError::Command)?;
        Ok(Self {
            dir: dir.into(),
            installer: Installer::PipOf(interpreter.path.clone()),
        })
    }

    /// The virtual environment that was made in a folder before and has a pip.
    pub fn at(dir: &Path) -> Self {
        Self {
            dir: dir.into(),
            installer: Installer::Own,
        }
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The path of its interpreter.
    pub fn python(&self) -> PathBuf {
        self.program("python")
    }

    /// The path that a program has once it is installed.
    pub fn program(&self, name: &str) -> PathBuf {
        let folder = if cfg!(windows) { "Scripts" } else { "bin" };
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.dir.join(folder).join(file)
    }

    /// Installs what the arguments say, as `pip install` reads them; nothing is ever asked.
    pub fn install<I: Into<OsString>>(
        &self,
        args: impl IntoIterator<Item = I>,
    ) -> Result<Output, VenvError> {
        let command = match &self.installer {
            Installer::Uv(uv) => Command::new(uv)
                .args(["pip", "install", "--python"])
                .arg(self.python()),
            Installer::PipOf(python) => Command::new(python)
                .args(["-I", "-m", "pip", "--python"])
                .arg(self.python())
                .arg("install"),
            Installer::Own => Command::new(self.python()).args(["-I", "-m", "pip", "install"]),
        };
        quiet_pip(command)
            .args(args)
            .scrubbed()
            .limit(INSTALL_LIMIT)
            .run()
            .map_err(VenvError::Command)
    }

    /// Runs its interpreter with these arguments, without any credential in its environment.
    pub fn run<I: Into<OsString>>(
        &self,
        args: impl IntoIterator<Item = I>,
    ) -> Result<Output, VenvError> {
        self.command().args(args).run().map_err(VenvError::Command)
    }

    /// A command that runs its interpreter without any credential in its environment.
    pub fn command(&self) -> Command {
        Command::new(self.python()).scrubbed()
    }
}

/// Whether the interpreter's pip takes `--python`, which came with 22.3.
fn installs_elsewhere(interpreter: &Interpreter) -> bool {
    let script = "import importlib.metadata as m; print(m.version('pip'))";
    let answered = interpreter
        .command()
        .args(["-I", "-c", script])
        .limit(Duration::from_secs(60))
        .run();
    answered.is_ok_and(|output| {
        let text = output.text();
        let mut numbers = text.split('.').map(|part| part.parse::<u32>().ok());
        let first = (numbers.next().flatten(), numbers.next().flatten());
        first >= (Some(22), Some(3))
    })
}

/// Makes every pip below this command ask nothing, advertise nothing, and install into its own environment.
pub(super) fn quiet_pip(command: Command) -> Command {
    command
        .env("PIP_NO_INPUT", "1")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .without(ELSEWHERE)
}
