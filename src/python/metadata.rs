//! The version that a project's build back-end says, asked without a build where the back-end can tell it.
//!
//! Not a judgement of it. The back-end may write into the project's folder: callers hand in a copy.
use super::build::{LAST_LINES, LIMIT, ending, indented};
use super::front_end::{FrontEnd, driving};
use super::interpreter::Interpreter;
use super::venv::VenvError;
use crate::command::CommandError;
use crate::terminal::Terminal;
use std::path::Path;

/// Why the back-end's version is not known.
#[derive(Debug, thiserror::Error)]
pub enum MetadataError {
    /// There is no `build`, and it could not be installed.
    #[error("`build` is not installed, and installing it failed")]
    NoBuild(#[source] VenvError),
    /// The back-end refused or failed.
    #[error("the build back-end failed ({}); the last it wrote:\n{said}", ending(*status))]
    Failed {
        /// The exit status; `None` when a signal ended it.
        status: Option<i32>,
        /// The last lines that `build` and the back-end wrote.
        said: String,
    },
    /// It answered something else than a version.
    #[error("the build back-end told no version")]
    NoVersion,
    /// Ctrl-C was pressed.
    #[error("the build back-end was interrupted")]
    Interrupted,
    /// It could not be started or did not end.
    #[error("the build back-end did not end by itself")]
    Command(#[source] CommandError),
}

/// Returns the `Version` of the core metadata that the back-end of the project in a folder makes, as it is written there.
///
/// This is what `python -m build --metadata` shows: the back-end runs in an environment with what the project requires
/// for its build, and sees no credential.
pub fn built_version(
    project: &Path,
    interpreter: &Interpreter,
    terminal: &Terminal,
) -> Result<String, MetadataError> {
    let front_end = FrontEnd::with_build(interpreter, terminal);
    if terminal.is_interrupted() {
        return Err(MetadataError::Interrupted);
    }
    let front_end = front_end.map_err(MetadataError::NoBuild)?;
    let python = front_end.python().unwrap_or(interpreter.path.clone());
    let command = driving(python, include_str!("metadata.py"))
        .arg(project)
        .limit(LIMIT);
    let progress = terminal.working("asking the build back-end");
    let answered = command.output();
    drop(progress);
    if terminal.is_interrupted() {
        return Err(MetadataError::Interrupted);
    }
    let output = answered.map_err(MetadataError::Command)?;
    if output.status != Some(0) {
        return Err(MetadataError::Failed {
            status: output.status,
            said: indented(&output.said(LAST_LINES)),
        });
    }
    terminal.detail(&output.said(usize::MAX));
    let text = output.text();
    let last = text.lines().last().map(str::trim);
    let version = last.filter(|version| !version.is_empty());
    version.map(str::to_owned).ok_or(MetadataError::NoVersion)
}
