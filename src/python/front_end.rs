//! The program that drives a build: `python -m build`, `uv build`, or a `build` of our own; none where a project brings
//! all that its build needs.
//!
//! Not the build: what is built, and what is made of the result, is `build`'s.
use super::build::{Build, Wanted};
use super::interpreter::{Interpreter, PythonVersion};
use super::venv::{Venv, VenvError, quiet_pip};
use crate::command::{Command, find};
use crate::dist::Sha256;
use crate::terminal::Terminal;
use std::path::{Path, PathBuf};

/// The `build` that is brought along: the newest for each interpreter, pinned so that one release is built like another.
const PINNED: &[(PythonVersion, &str)] = &[
    (at_least(10), "1.6.1"),
    (at_least(9), "1.4.4"),
    (at_least(8), "1.2.2.post1"),
];

const fn at_least(minor: u16) -> PythonVersion {
    PythonVersion {
        major: 3,
        minor,
        micro: 0,
    }
}

/// The program that drives a build.
#[derive(Debug)]
pub enum FrontEnd {
    /// The `build` package of an interpreter.
    Build {
        /// The interpreter that has it.
        python: PathBuf,
    },
    /// `uv build`.
    Uv {
        /// The `uv`.
        uv: PathBuf,
    },
    /// None at all: the project's back-end lies in the project and needs nothing, so it is called as it is.
    InTree {
        /// The back-end, as `build-backend` names it.
        back_end: String,
        /// The folders it is imported from, as `backend-path` names them.
        path: Vec<String>,
    },
    /// A `build` package that was installed for this.
    Own {
        /// The environment it is in.
        venv: Venv,
        /// What deletes the environment when it cannot be kept.
        folder: Option<tempfile::TempDir>,
    },
}

impl FrontEnd {
    /// Chooses for a project what is there: the interpreter's `build`, else `uv`, else none when the project needs none,
    /// else one that is brought along and kept in the user's cache.
    pub fn choose(
        project: &Path,
        interpreter: &Interpreter,
        terminal: &Terminal,
    ) -> Result<Self, VenvError> {
        if let Some(installed) = Self::installed(interpreter) {
            return Ok(installed);
        }
        if let Some(uv) = find("uv") {
            return Ok(Self::Uv { uv });
        }
        if let Some(in_tree) = Self::in_tree(project) {
            return Ok(in_tree);
        }
        Self::own(interpreter, cache().as_deref(), terminal)
    }

    /// Returns the interpreter's `build`, else one that is brought along and kept in the user's cache.
    pub(super) fn with_build(
        interpreter: &Interpreter,
        terminal: &Terminal,
    ) -> Result<Self, VenvError> {
        match Self::installed(interpreter) {
            Some(installed) => Ok(installed),
            None => Self::own(interpreter, cache().as_deref(), terminal),
        }
    }

    fn installed(interpreter: &Interpreter) -> Option<Self> {
        let has_build = interpreter.has_modules(&["build.__main__"]);
        has_build.then(|| Self::Build {
            python: interpreter.path.clone(),
        })
    }

    /// The interpreter that has `build`; `None` where no `build` drives.
    pub(super) fn python(&self) -> Option<PathBuf> {
        match self {
            Self::Build { python } => Some(python.clone()),
            Self::Own { venv, .. } => Some(venv.python()),
            Self::Uv { .. } | Self::InTree { .. } => None,
        }
    }

    /// Returns the way to build a project that requires nothing and has its back-end in its own tree; `None` for any
    /// other project.
    pub fn in_tree(project: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(project.join("pyproject.toml")).ok()?;
        let document = toml_edit::Document::parse(text.as_str()).ok()?;
        let system = document.get("build-system")?;
        let strings = |key: &str| -> Option<Vec<String>> {
            let array = system.get(key)?.as_array()?;
            array
                .iter()
                .map(|item| Some(item.as_str()?.to_owned()))
                .collect()
        };
        let is_inside = |path: &String| crate::source::RepoPath::new(path).is_some();
        let path = strings("backend-path")?;
        (strings("requires")?.is_empty() && path.iter().all(is_inside)).then_some(Self::InTree {
            back_end: system.get("build-backend")?.as_str()?.to_owned(),
            path,
        })
    }

    /// Installs a `build` of its own below `cache`, or uses the one it installed there before; without a cache, or with
    /// one that cannot be written, into a folder that goes when this value is dropped.
    pub fn own(
        interpreter: &Interpreter,
        cache: Option<&Path>,
        terminal: &Terminal,
    ) -> Result<Self, VenvError> {
        let version = pinned(interpreter.version);
        let kept = cache.map(|cache| cache.join(folder_name(version, interpreter)));
        if let Some(kept) = kept.as_deref().filter(|kept| is_sound(kept)) {
            return Ok(Self::kept(kept));
        }
        let made = cache
            .and_then(|cache| {
                std::fs::create_dir_all(cache).ok()?;
                tempfile::Builder::new()
                    .prefix(".making-")
                    .tempdir_in(cache)
                    .ok()
            })
            .or_else(|| tempfile::tempdir().ok());
        let folder = made.ok_or_else(|| VenvError::NoFolder {
            dir: std::env::temp_dir(),
        })?;
        terminal.say(&format!(
            "Installing `build` {version} for Python {}, which has none",
            interpreter.version
        ));
        let _progress = terminal.working("installing `build`");
        let venv = Venv::create(&folder.path().join("venv"), interpreter)?;
        venv.install([format!("build=={version}")])?;
        if let Some(kept) = kept {
            // What is in the way is unsound, or another process was quicker; then its environment serves.
            if !is_sound(&kept) {
                std::fs::remove_dir_all(&kept).ok();
            }
            let moved = std::fs::rename(venv.dir(), &kept).is_ok();
            if moved || is_sound(&kept) {
                return Ok(Self::kept(&kept));
            }
        }
        Ok(Self::Own {
            venv,
            folder: Some(folder),
        })
    }

    fn kept(dir: &Path) -> Self {
        Self::Own {
            venv: Venv::at(dir),
            folder: None,
        }
    }

    /// The command that builds what is wanted of a project into a folder.
    pub(super) fn command(&self, request: &Build<'_>, project: &Path, out: &Path) -> Command {
        // Without it, both are made: the sdist, and the wheel from it.
        let only: &[&str] = match request.wanted {
            Wanted::Both => &[],
            Wanted::Wheel => &["--wheel"],
        };
        let interpreter = request.interpreter;
        // `-I` keeps a `build.py` or a `build/` of the project from being taken for the package.
        let module_build = |python: PathBuf| {
            Command::new(python)
                .args(["-I", "-m", "build"])
                .args(only.iter().copied())
                .arg("--outdir")
                .arg(out)
                .arg(project)
        };
        let command = match self {
            Self::Build { python } => module_build(python.clone()),
            Self::Own { venv, .. } => module_build(venv.python()),
            Self::Uv { uv } => Command::new(uv)
                .arg("build")
                .args(only.iter().copied())
                .arg("--python")
                .arg(&interpreter.path)
                .arg("--out-dir")
                .arg(out)
                .arg(project),
            // `-S` hides what is installed: this build is as isolated as any.
            Self::InTree { back_end, path } => Command::new(&interpreter.path)
                .args(["-I", "-S", "-c", include_str!("in_tree.py")])
                .arg(project)
                .arg(out)
                .arg(match request.wanted {
                    Wanted::Both => "both",
                    Wanted::Wheel => "wheel",
                })
                .arg(back_end)
                .args(path),
        };
        plain(command)
    }

    /// The command as a person would name it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Build { .. } | Self::Own { .. } => "python -m build",
            Self::Uv { .. } => "uv build",
            Self::InTree { .. } => "the project's own back-end",
        }
    }
}

/// A command that runs a script with an interpreter, as plainly as a build.
pub(super) fn driving(python: PathBuf, script: &str) -> Command {
    plain(Command::new(python).args(["-I", "-c", script]))
}

/// Takes colour, questions and credentials away from a command.
fn plain(command: Command) -> Command {
    quiet_pip(command)
        .env("NO_COLOR", "1")
        .without(["FORCE_COLOR", "CLICOLOR_FORCE"])
        .scrubbed()
}

/// The version that is brought along for an interpreter.
fn pinned(version: PythonVersion) -> &'static str {
    PINNED
        .iter()
        .find(|(oldest, _)| version >= *oldest)
        .or(PINNED.last())
        .map_or("", |(_, pinned)| pinned)
}

/// The folder of an environment: another for every `build` and every interpreter, since it holds links to the latter.
fn folder_name(version: &str, interpreter: &Interpreter) -> String {
    let digest = Sha256::of(interpreter.path.as_os_str().as_encoded_bytes()).to_string();
    format!(
        "build-{version}-python-{}-{}",
        interpreter.version,
        &digest[..8]
    )
}

/// Whether an environment is there and runs; it does not once its interpreter was removed or the folder was moved.
fn is_sound(dir: &Path) -> bool {
    Interpreter::at(&Venv::at(dir).python())
        .is_ok_and(|python| python.has_modules(&["build.__main__"]))
}

fn cache() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let root = set("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            set("LOCALAPPDATA")
        } else {
            Some(std::env::home_dir()?.join(".cache")).filter(|cache| cache.is_absolute())
        }
    })?;
    Some(root.join("release-guard"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interpreter_gets_a_build_that_runs_on_it() {
        for (version, build) in [
            ("3.8.18", "1.2.2.post1"),
            ("3.9.0", "1.4.4"),
            ("3.10.0", "1.6.1"),
            ("3.14.0", "1.6.1"),
        ] {
            assert_eq!(pinned(PythonVersion::parse(version).unwrap()), build);
        }
    }

    #[test]
    fn only_a_project_that_brings_all_needs_no_front_end() {
        let sound =
            "[build-system]\nrequires = []\nbuild-backend = 'b:x'\nbackend-path = ['tools']\n";
        let dir = tempfile::tempdir().unwrap();
        let in_tree = |text: &str| {
            std::fs::write(dir.path().join("pyproject.toml"), text).unwrap();
            FrontEnd::in_tree(dir.path())
        };
        let found = in_tree(sound);
        assert!(
            matches!(&found, Some(FrontEnd::InTree { back_end, path }) if back_end == "b:x" && *path == ["tools"]),
            "{found:?}"
        );
        for (from, to) in [
            ("requires = []", "requires = ['setuptools']"),
            ("requires = []", ""),
            ("backend-path = ['tools']", ""),
            ("['tools']", "['../tools']"),
            ("build-backend = 'b:x'", ""),
            ("[build-system]", "[build-system"),
        ] {
            assert!(in_tree(&sound.replace(from, to)).is_none(), "{to}");
        }
    }

    #[test]
    fn the_kept_environment_is_another_for_another_interpreter() {
        let of = |path: &str, version| {
            folder_name(
                "1.6.1",
                &Interpreter {
                    path: path.into(),
                    version: PythonVersion::parse(version).unwrap(),
                },
            )
        };
        assert!(of("/a", "3.12.1").starts_with("build-1.6.1-python-3.12.1-"));
        assert_ne!(of("/a", "3.12.1"), of("/b", "3.12.1"));
        assert_ne!(of("/a", "3.12.1"), of("/a", "3.12.2"));
    }
}
