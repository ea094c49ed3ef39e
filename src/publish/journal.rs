//! What was done when, in the git directory: for people who look into an interrupted release. Never a proof of anything.
use super::drive::Event;
use crate::git::Repository;
use std::fs::{File, OpenOptions};
use std::io::Write as _;

/// An open journal; also the lock that keeps two runs in one repository apart.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    _lock: File,
}

/// Why there is no journal.
#[derive(Debug, thiserror::Error)]
pub(super) enum JournalError {
    /// Another run is going on.
    #[error("another `publish` is at work in this repository; wait for it to end")]
    Locked,
    /// The git directory cannot be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// The file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Keeps other runs out of a repository as long as it is held. The system gives it back however the process ends.
pub(super) fn lock(repository: &Repository) -> Result<File, JournalError> {
    let folder = repository.common_dir().join("release-guard");
    let path = folder.join("lock");
    let write = |source| JournalError::Write {
        path: path.display().to_string(),
        source,
    };
    std::fs::create_dir_all(&folder).map_err(write)?;
    let mut options = OpenOptions::new();
    let lock = options
        .create(true)
        .append(true)
        .open(&path)
        .map_err(write)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(JournalError::Locked),
        Err(std::fs::TryLockError::Error(source)) => Err(write(source)),
    }
}

impl Journal {
    /// Opens the journal of a release, and keeps other runs out.
    pub(super) fn open(repository: &Repository, tag: &str) -> Result<Self, JournalError> {
        let folder = repository.common_dir().join("release-guard");
        let named = folder.join(tag.replace(['/', '\\'], "-"));
        let write = |path: &std::path::Path| {
            let path = path.display().to_string();
            move |source| JournalError::Write { path, source }
        };
        std::fs::create_dir_all(&named).map_err(write(&named))?;
        let lock = lock(repository)?;
        let path = named.join("journal.jsonl");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(write(&path))?;
        Ok(Self { file, _lock: lock })
    }

    /// Adds a line for what happens; a journal that cannot be written stops nothing.
    pub(super) fn note(&mut self, event: &Event<'_>) {
        let (step, phase, what) = match event {
            Event::Found(step, evidence) => (step, "found", (*evidence).to_owned()),
            Event::Begin(step, change) => (step, "begin", change.summary.clone()),
            Event::Done(step, evidence) => (step, "done", (*evidence).to_owned()),
            Event::Refused(step, reason) => (step, "refused", reason.text.clone()),
            Event::Failed(step, error) => (step, "failed", format!("{error:#}")),
        };
        let line = serde_json::json!({
            "time": jiff::Timestamp::now().to_string(),
            "step": step.to_string(),
            "phase": phase,
            "what": what,
        });
        let written = writeln!(self.file, "{line}").and_then(|()| self.file.sync_data());
        drop(written);
    }
}
