//! A Python interpreter that was started and told who it is.
//!
//! Not where interpreters are looked for: that is `places`.
use super::places::Places;
use crate::command::Command;
use crate::source::printable;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What an interpreter is asked first. Bytes, so that a folder's name need not be text; old enough for Python 2 to say
/// that it is Python 2.
const WHO_ARE_YOU: &str = "import os, sys
out = getattr(sys.stdout, 'buffer', sys.stdout)
version = '.'.join(str(part) for part in sys.version_info[:3])
encode = getattr(os, 'fsencode', lambda text: text)
out.write(version.encode() + b'\\n' + encode(sys.executable or ''))
";

/// A release of Python, such as `3.12.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number.
    pub micro: u16,
}

/// A Python interpreter that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// The interpreter's own idea of its path, which is the real one where a shim was found.
    pub path: PathBuf,
    /// Its release.
    pub version: PythonVersion,
}

/// A program that looked like the wanted interpreter and was not it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The program.
    pub path: PathBuf,
    /// Why it would not do.
    pub why: String,
}

/// Why there is no interpreter.
#[derive(Debug, thiserror::Error)]
pub enum PythonError {
    /// None was found.
    #[error("no {wanted} was found; looked for {looked}{}", listed(passed))]
    NotFound {
        /// What was asked for, such as `Python 3.12`.
        wanted: String,
        /// Names and places that were tried.
        looked: String,
        /// What was found there and would not do.
        passed: Vec<PassedOver>,
    },
    /// The one that was asked for is too old.
    #[error(
        "Python `{asked}` was asked for, and builds need `{}` or newer",
        PythonVersion::OLDEST.short()
    )]
    TooOld {
        /// What was asked for.
        asked: String,
    },
    /// Several were asked for and are not there.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Several(Vec<PythonError>),
    /// What was asked for names no interpreter.
    #[error(
        "`{asked}` is neither a version of Python such as `3.12` nor the name or path of an interpreter"
    )]
    NotARequest {
        /// What was asked for.
        asked: String,
    },
}

fn listed(passed: &[PassedOver]) -> String {
    passed
        .iter()
        .map(|one| format!("\n  passed over `{}`: {}", one.path.display(), one.why))
        .collect()
}

impl PythonVersion {
    /// The oldest release that a build can run with.
    pub const OLDEST: Self = Self {
        major: 3,
        minor: 8,
        micro: 0,
    };

    /// Reads `3.12.1`; text without all three numbers is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|part| part.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            micro: numbers.next()??,
        };
        numbers.next().is_none().then_some(version)
    }

    /// The first two numbers, such as `3.12`.
    pub fn short(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    /// Whether the version begins with these numbers: `3.12.1` begins with `3` and with `3.12`.
    pub fn begins_with(&self, numbers: &[u16]) -> bool {
        [self.major, self.minor, self.micro].starts_with(numbers)
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)
    }
}

impl Interpreter {
    /// Finds an interpreter: the one on PATH, or the one that is asked for by version (`3.12`, `python3.12`), by name
    /// (`pypy3`) or by path.
    ///
    /// Shims that fail are passed over. Versions are looked for on PATH, among pyenv's, among uv's, and on Windows with
    /// the `py` launcher.
    pub fn find(asked: Option<&str>) -> Result<Self, PythonError> {
        Places::here().find(asked)
    }

    /// Finds every interpreter that is asked for, each once; one of any version when none is asked for.
    pub fn find_all(asked: &[String]) -> Result<Vec<Self>, PythonError> {
        Places::here().find_all(asked)
    }

    /// Starts a program and asks it who it is; the error says in a few words why it would not do.
    pub fn at(program: &Path) -> Result<Self, String> {
        let output = Command::new(program)
            .args(["-E", "-s", "-c", WHO_ARE_YOU])
            .scrubbed()
            .limit(Duration::from_secs(30))
            .output()
            .map_err(|error| error.to_string())?;
        if output.status != Some(0) {
            let said = output.said(40);
            let first = said.lines().find(|line| !line.trim().is_empty());
            let status = output
                .status
                .map_or("ended by a signal".to_owned(), |status| {
                    format!("exit status {status}")
                });
            return Err(first.map_or(status.clone(), |line| {
                format!("{status}, `{}`", line.trim())
            }));
        }
        let mut lines = output.stdout.splitn(2, |byte| *byte == b'\n');
        let version = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let version = PythonVersion::parse(version.trim())
            .ok_or_else(|| format!("it calls itself `{}`", printable(version.trim())))?;
        let own = lines.next().map(os_string).unwrap_or_default();
        let path = if own.is_empty() {
            program.to_owned()
        } else {
            own.into()
        };
        Ok(Self { path, version })
    }

    /// A command that runs this interpreter without any credential in its environment.
    pub fn command(&self) -> Command {
        Command::new(&self.path).scrubbed()
    }

    /// Whether all these modules can be imported; a folder of such a name does not count.
    pub fn has_modules(&self, modules: &[&str]) -> bool {
        // `-I` keeps the folder it is started in, and so a project's own `build/`, out of the search.
        let script = "import importlib.util, sys
for name in sys.argv[1:]:
    if importlib.util.find_spec(name).origin is None: raise SystemExit(1)";
        self.command()
            .args(["-I", "-c", script])
            .args(modules.iter().copied())
            .limit(Duration::from_secs(60))
            .output()
            .is_ok_and(|output| output.status == Some(0))
    }
}

fn os_string(bytes: &[u8]) -> OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    return String::from_utf8_lossy(bytes).into_owned().into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers() {
        for (text, shown) in [
            ("3.12.1", Some("3.12.1")),
            ("3.12", None),
            ("3.12.1.2", None),
            ("3.12.x", None),
            ("99999999.1.1", None),
        ] {
            let read = PythonVersion::parse(text).map(|version| version.to_string());
            assert_eq!(read.as_deref(), shown, "{text}");
        }
        let version = PythonVersion::parse("3.12.1").unwrap();
        assert!(version.begins_with(&[3]) && version.begins_with(&[3, 12]));
        assert!(!version.begins_with(&[3, 1]));
    }
}
