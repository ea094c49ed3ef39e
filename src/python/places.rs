//! Where interpreters are looked for: PATH, pyenv's versions, uv's, and the `py` launcher of Windows.
//!
//! Not whether what lies there runs: that is `interpreter`'s.
use super::interpreter::{Interpreter, PassedOver, PythonError, PythonVersion};
use crate::command::{Command, find};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The newest minor release of Python 3 whose own name is looked for when `python3` and `python` are not there.
const NEWEST_MINOR: u16 = 20;

/// The places of one machine; a value, so that tests can make a machine of their own.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) path: Vec<PathBuf>,
    pub(super) pyenv: Option<PathBuf>,
    pub(super) uv: Option<PathBuf>,
    pub(super) py: Option<PathBuf>,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    Any,
    Version(Vec<u16>),
    Name(String),
    Path(PathBuf),
}

/// A search that is going on.
struct Search<'p> {
    places: &'p Places,
    wanted: &'p [u16],
    seen: HashSet<PathBuf>,
    looked: Vec<String>,
    passed: Vec<PassedOver>,
}

impl Places {
    pub(super) fn here() -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let pyenv = std::env::var_os("PYENV_ROOT")
            .map(PathBuf::from)
            .or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
        Self {
            path: std::env::split_paths(&path)
                .filter(|folder| folder.is_absolute())
                .collect(),
            pyenv: pyenv.map(|root| root.join("versions")),
            uv: find("uv"),
            py: if cfg!(windows) { find("py") } else { None },
        }
    }

    pub(super) fn find(&self, asked: Option<&str>) -> Result<Interpreter, PythonError> {
        let request = asked.map_or(Some(Request::Any), Request::parse);
        let not_a_request = || PythonError::NotARequest {
            asked: asked.unwrap_or_default().to_owned(),
        };
        let request = request.ok_or_else(not_a_request)?;
        let wanted = match &request {
            Request::Version(numbers) => numbers.clone(),
            _ => Vec::new(),
        };
        let oldest = [PythonVersion::OLDEST.major, PythonVersion::OLDEST.minor];
        if !wanted.is_empty() && wanted.as_slice() < oldest.get(..wanted.len()).unwrap_or(&oldest) {
            return Err(PythonError::TooOld {
                asked: asked.unwrap_or_default().to_owned(),
            });
        }
        let mut search = Search {
            places: self,
            wanted: &wanted,
            seen: HashSet::new(),
            looked: Vec::new(),
            passed: Vec::new(),
        };
        let found = match &request {
            Request::Any | Request::Version(_) => search.version(),
            Request::Name(name) => search.on_path(std::slice::from_ref(name)),
            Request::Path(path) => {
                search.looked.push(format!("`{}`", path.display()));
                search.candidate(path)
            }
        };
        found.ok_or_else(|| PythonError::NotFound {
            wanted: request.shown(),
            looked: listed(&search.looked),
            passed: search.passed,
        })
    }
}

impl Places {
    /// Finds all that are asked for, each once, and names all that are missing; any one when none is asked for.
    pub(super) fn find_all(&self, asked: &[String]) -> Result<Vec<Interpreter>, PythonError> {
        if asked.is_empty() {
            return Ok(vec![self.find(None)?]);
        }
        let mut found: Vec<Interpreter> = Vec::new();
        let mut missing = Vec::new();
        for asked in asked {
            match self.find(Some(asked)) {
                Ok(interpreter) if found.contains(&interpreter) => {}
                Ok(interpreter) => found.push(interpreter),
                Err(error) => missing.push(error),
            }
        }
        match missing.len() {
            0 => Ok(found),
            1 => Err(missing.remove(0)),
            _ => Err(PythonError::Several(missing)),
        }
    }
}

impl Request {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains(std::path::is_separator) {
            return Some(Self::Path(text.into()));
        }
        let digits = text
            .strip_prefix("python")
            .filter(|rest| !rest.is_empty())
            .unwrap_or(text);
        let numbers: Option<Vec<u16>> = digits.split('.').map(|part| part.parse().ok()).collect();
        if let Some(numbers) = numbers {
            return (numbers.len() <= 3).then_some(Self::Version(numbers));
        }
        let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-+".contains(c));
        is_name.then(|| Self::Name(text.to_owned()))
    }

    fn shown(&self) -> String {
        match self {
            Self::Any => format!("Python {} or newer", PythonVersion::OLDEST.short()),
            Self::Version(numbers) => format!("Python {}", dotted(numbers)),
            Self::Name(name) => format!("interpreter `{name}`"),
            Self::Path(path) => format!("interpreter at `{}`", path.display()),
        }
    }
}

impl Search<'_> {
    /// Looks everywhere for the wanted version, PATH first.
    fn version(&mut self) -> Option<Interpreter> {
        let mut names = vec!["python3".to_owned(), "python".to_owned()];
        match self.wanted {
            [major, minor, ..] => names.insert(0, format!("python{major}.{minor}")),
            _ => names.extend(
                (PythonVersion::OLDEST.minor..=NEWEST_MINOR)
                    .rev()
                    .map(|minor| format!("python3.{minor}")),
            ),
        }
        self.on_path(&names)
            .or_else(|| self.in_pyenv())
            .or_else(|| self.known_to_uv())
            .or_else(|| self.known_to_launcher())
    }

    fn on_path(&mut self, names: &[String]) -> Option<Interpreter> {
        let shown = match names {
            [first, .., last] if names.len() > 4 => format!("`{first}` … `{last}` on PATH"),
            names => format!("`{}` on PATH", names.join("`, `")),
        };
        self.looked.push(shown);
        for name in names {
            for folder in &self.places.path {
                let file = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
                if let Some(found) = self.candidate(&file) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn in_pyenv(&mut self) -> Option<Interpreter> {
        let versions = self.places.pyenv.clone()?;
        let mut installed: Vec<(PythonVersion, PathBuf)> = std::fs::read_dir(&versions)
            .ok()?
            .flatten()
            .filter_map(|entry| {
                let version = PythonVersion::parse(entry.file_name().to_str()?)?;
                Some((version, entry.path()))
            })
            .filter(|(version, _)| version.begins_with(self.wanted))
            .collect();
        installed.sort();
        self.looked
            .push(format!("versions in `{}`", versions.display()));
        installed.iter().rev().find_map(|(_, folder)| {
            let file = if cfg!(windows) {
                folder.join("python.exe")
            } else {
                folder.join("bin/python")
            };
            self.candidate(&file)
        })
    }

    fn known_to_uv(&mut self) -> Option<Interpreter> {
        let uv = self.places.uv.clone()?;
        self.looked.push("what `uv python find` knows".to_owned());
        let wanted = match self.wanted {
            [] => format!(">={}", PythonVersion::OLDEST.short()),
            numbers => dotted(numbers),
        };
        self.told_by(
            Command::new(uv)
                .args(["python", "find", "--no-project", &wanted])
                .env("UV_PYTHON_DOWNLOADS", "never"),
        )
    }

    fn known_to_launcher(&mut self) -> Option<Interpreter> {
        let py = self.places.py.clone()?;
        self.looked.push("what `py` knows".to_owned());
        let wanted = match self.wanted {
            [] => "-3".to_owned(),
            [major, minor, ..] => format!("-{major}.{minor}"),
            [major] => format!("-{major}"),
        };
        self.told_by(Command::new(py).args([&wanted, "-c", "import sys; print(sys.executable)"]))
    }

    /// Tries the interpreter whose path a program prints.
    fn told_by(&mut self, command: Command) -> Option<Interpreter> {
        let output = command
            .scrubbed()
            .limit(Duration::from_secs(30))
            .run()
            .ok()?;
        self.candidate(Path::new(output.text().lines().next()?))
    }

    fn candidate(&mut self, file: &Path) -> Option<Interpreter> {
        if !file.is_file() || !self.seen.insert(file.to_owned()) {
            return None;
        }
        let why = match Interpreter::at(file) {
            Ok(found) if found.version < PythonVersion::OLDEST => {
                format!("it is Python {}, which is too old", found.version)
            }
            Ok(found) if found.version.begins_with(self.wanted) => return Some(found),
            Ok(found) => format!("it is Python {}", found.version),
            Err(why) => why,
        };
        self.passed.push(PassedOver {
            path: file.to_owned(),
            why,
        });
        None
    }
}

fn dotted(numbers: &[u16]) -> String {
    let parts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    parts.join(".")
}

fn listed(parts: &[String]) -> String {
    match parts {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        parts => parts.concat(),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
