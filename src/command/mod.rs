//! Foreign programs: started without a shell, stdin given or closed, output bounded, time limited.
//!
//! The one place where a process is started.
mod running;
mod secret;

pub use running::stop;

use running::{ended, is_stopping, keep_last};
use secret::is_secret;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// Variables through which git points a process at one repository. Taken out for a child that works on another one.
pub const GIT_VARIABLES: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_QUARANTINE_PATH",
    "GIT_CEILING_DIRECTORIES",
    "GIT_EDITOR",
    "GIT_REFLOG_ACTION",
];

/// A program to be run.
#[derive(Debug)]
pub struct Command {
    program: OsString,
    args: Vec<OsString>,
    dir: Option<PathBuf>,
    set: Vec<(OsString, OsString)>,
    removed: Vec<OsString>,
    scrub: bool,
    input: Option<Vec<u8>>,
    limit: Duration,
}

/// What a program answered.
#[derive(Debug, Clone)]
pub struct Output {
    /// The program and its arguments, for messages.
    pub shown: String,
    /// The exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to stdout.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr.
    pub stderr: Vec<u8>,
}

/// Why a program did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// It is not installed.
    #[error("`{program}` was not found{}", hint(program))]
    Missing {
        /// The program.
        program: String,
    },
    /// It could not be started.
    #[error("cannot start `{program}`: {source}")]
    Start {
        /// The program.
        program: String,
        /// Why.
        source: std::io::Error,
    },
    /// It ran too long and was stopped.
    #[error("`{shown}` was stopped after {} seconds", limit.as_secs())]
    TimedOut {
        /// The program and its arguments.
        shown: String,
        /// How long it was given.
        limit: Duration,
    },
    /// Ctrl-C was pressed, and it did not end by itself.
    #[error("`{shown}` was stopped")]
    Interrupted {
        /// The program and its arguments.
        shown: String,
    },
    /// It ended with another status than 0.
    #[error("`{shown}` {}{}", ending(*status), indented(said))]
    Failed {
        /// The program and its arguments.
        shown: String,
        /// The exit status; `None` when a signal ended it.
        status: Option<i32>,
        /// The last lines that it wrote.
        said: String,
    },
}

fn hint(program: &str) -> &'static str {
    match Path::new(program).file_name().and_then(OsStr::to_str) {
        Some("git") => "; install git, or put it on PATH",
        Some(name) if name.starts_with("python") => "; install Python 3, or put it on PATH",
        _ => "; is it on PATH?",
    }
}

fn ending(status: Option<i32>) -> String {
    status.map_or("was ended by a signal".into(), |status| {
        format!("failed with exit status {status}")
    })
}

fn indented(said: &str) -> String {
    said.lines().map(|line| format!("\n  {line}")).collect()
}

impl Command {
    /// A program by name (looked up on PATH) or path.
    pub fn new(program: impl Into<OsString>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            dir: None,
            set: Vec::new(),
            removed: Vec::new(),
            scrub: false,
            input: None,
            limit: Duration::from_secs(600),
        }
    }

    /// `git` in `dir`, free of what git's own hooks set for another repository, never asking for a password.
    pub fn git(dir: &Path) -> Self {
        Self::new("git")
            .dir(dir)
            .env("GIT_TERMINAL_PROMPT", "0")
            .without(GIT_VARIABLES)
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds arguments.
    pub fn args<I: Into<OsString>>(mut self, args: impl IntoIterator<Item = I>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets the folder it runs in.
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.set.push((name.into(), value.into()));
        self
    }

    /// Takes variables out of its environment.
    pub fn without<I: AsRef<OsStr>>(mut self, names: impl IntoIterator<Item = I>) -> Self {
        self.removed
            .extend(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Takes every credential out of its environment, and what would lead it to another repository or interpreter.
    /// For programs that run the project's code.
    pub fn scrubbed(mut self) -> Self {
        self.scrub = true;
        self
    }

    /// Gives it this on stdin; otherwise stdin is closed.
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = Some(bytes.into());
        self
    }

    /// Limits its time; ten minutes otherwise.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The program and its arguments as one would type them.
    pub fn shown(&self) -> String {
        let quoted = |word: &OsString| {
            let word = word.to_string_lossy();
            if word.is_empty() || word.contains([' ', '\n', '"', '\'', '$', '*', '(', ';', '&']) {
                format!("'{}'", word.replace('\'', "'\\''"))
            } else {
                word.into_owned()
            }
        };
        std::iter::once(&self.program)
            .chain(&self.args)
            .map(quoted)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Runs it to its end, whatever its exit status.
    pub fn output(self) -> Result<Output, CommandError> {
        let shown = self.shown();
        let program = self.program.to_string_lossy().into_owned();
        let mut child = self.spawn().map_err(|source| {
            if source.kind() == std::io::ErrorKind::NotFound
                && self.dir.as_deref().is_none_or(Path::is_dir)
            {
                CommandError::Missing { program }
            } else {
                CommandError::Start { program, source }
            }
        })?;
        let stdin = child.stdin.take();
        let (input, limit) = (self.input, self.limit);
        let writer = std::thread::spawn(move || {
            if let (Some(mut stdin), Some(input)) = (stdin, input) {
                // A program may end without reading its input; its exit status tells.
                stdin.write_all(&input).ok();
            }
        });
        let stdout = child.stdout.take().map(keep_last);
        let stderr = child.stderr.take().map(keep_last);
        let Some(status) = ended(&mut child, limit) else {
            child.kill().ok();
            child.wait().ok();
            return Err(if is_stopping() {
                CommandError::Interrupted { shown }
            } else {
                CommandError::TimedOut { shown, limit }
            });
        };
        writer.join().ok();
        let collected = |reader: Option<std::thread::JoinHandle<Vec<u8>>>| {
            reader
                .and_then(|reader| reader.join().ok())
                .unwrap_or_default()
        };
        Ok(Output {
            shown,
            status,
            stdout: collected(stdout),
            stderr: collected(stderr),
        })
    }

    /// Runs it and refuses any exit status but 0, with the last lines it wrote.
    pub fn run(self) -> Result<Output, CommandError> {
        self.output()?.successful()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a process is started"
    )]
    fn spawn(&self) -> std::io::Result<std::process::Child> {
        let mut command = std::process::Command::new(&self.program);
        command
            .args(&self.args)
            .stdin(if self.input.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(dir) = &self.dir {
            command.current_dir(dir);
        }
        if self.scrub {
            for (name, value) in std::env::vars_os() {
                if is_secret(&name.to_string_lossy(), &value.to_string_lossy()) {
                    command.env_remove(&name);
                }
            }
        }
        for name in &self.removed {
            command.env_remove(name);
        }
        for (name, value) in &self.set {
            command.env(name, value);
        }
        command.spawn()
    }
}

impl Output {
    /// Refuses any exit status but 0, with the last lines the program wrote.
    pub fn successful(self) -> Result<Self, CommandError> {
        if self.status == Some(0) {
            return Ok(self);
        }
        Err(CommandError::Failed {
            said: self.said(40),
            shown: self.shown,
            status: self.status,
        })
    }

    /// What it wrote to stdout as text, without the last line end.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).trim_end().to_owned()
    }

    /// The last lines of what it wrote to stdout and then stderr.
    pub fn said(&self, lines: usize) -> String {
        let all = [&self.stdout[..], &self.stderr[..]].concat();
        let text = crate::source::printable(String::from_utf8_lossy(&all).trim_end());
        let kept: Vec<&str> = text.lines().collect();
        kept[kept.len().saturating_sub(lines)..].join("\n")
    }
}

/// Finds a program on PATH; `None` when it is not there.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| {
            let endings: &[&str] = if cfg!(windows) { &["", ".exe"] } else { &[""] };
            endings
                .iter()
                .map(move |ending| folder.join(format!("{program}{ending}")))
        })
        .find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    let Ok(metadata) = file.metadata() else {
        return false;
    };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    metadata.is_file() && may_run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_say_what_was_run_and_what_it_answered() {
        let error = Command::new("git")
            .args(["no-such-command"])
            .run()
            .unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with(
                "`git no-such-command` failed with exit status 1\n  git: 'no-such-command'"
            ),
            "{text}"
        );
        let error = Command::new("no-such-program").run().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`no-such-program` was not found; is it on PATH?"
        );
    }
}
