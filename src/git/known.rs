//! What git knows without being asked for a listing: which files it records or ignores, and whether anything is
//! changed.
//!
//! No history: `tag` and `repository` walk it.
use super::error::GitError;
use super::repository::Repository;
use crate::source::RepoPath;
use std::path::{Path, PathBuf};

impl Repository {
    /// Whether a path is in git's index, or lies in a submodule or behind a link that is. A file that is only announced
    /// (`git add -N`) is not recorded yet.
    pub fn records(&self, path: &RepoPath) -> Result<bool, GitError> {
        let mut ways: Vec<PathBuf> = Vec::new();
        let mut way = path.clone();
        while !way.is_top() {
            ways.push(way.to_path(Path::new("")));
            way = way.parent().unwrap_or_default();
        }
        if let Some(Ok(index)) = self.lib().map(git2::Repository::index) {
            let is_there = |way: &PathBuf| {
                // The stages above 0 are those of a merge in conflict.
                let entry = (0..4).find_map(|stage| index.get_path(way, stage));
                entry.is_some_and(|entry| {
                    let flags = entry.flags_extended;
                    !git2::IndexEntryExtendedFlag::from_bits_truncate(flags)
                        .contains(git2::IndexEntryExtendedFlag::INTENT_TO_ADD)
                })
            };
            return Ok(ways.iter().any(is_there));
        }
        let is_listed = |asked: &[&str]| -> Result<bool, GitError> {
            let mut command = self.git().args(asked.iter().copied());
            for way in &ways {
                let mut spec = std::ffi::OsString::from(":(top,literal)");
                spec.push(way);
                command = command.arg(spec);
            }
            let output = command.run()?;
            let mut names = output.stdout.split(|byte| *byte == 0);
            Ok(names.any(|name| {
                let is_name = |way: &PathBuf| way.as_os_str().as_encoded_bytes() == name;
                ways.iter().any(is_name)
            }))
        };
        let announced = ["diff", "--name-only", "--diff-filter=A", "-z", "--"];
        Ok(is_listed(&["ls-files", "--cached", "-z", "--"])? && !is_listed(&announced)?)
    }

    /// Whether git is told to ignore a path.
    pub fn ignores(&self, path: &RepoPath) -> Result<bool, GitError> {
        let path = path.to_path(Path::new(""));
        if let Some(lib) = self.lib() {
            return Ok(lib.is_path_ignored(path)?);
        }
        let asked = self.git().args(["check-ignore", "--quiet", "--"]).arg(path);
        Ok(asked.output()?.status == Some(0))
    }

    /// Whether nothing that git records is changed in the working tree or staged. Files that git does not record do not
    /// count.
    pub fn is_clean(&self) -> Result<bool, GitError> {
        if let Some(lib) = self.lib() {
            let mut options = git2::StatusOptions::new();
            options
                .include_untracked(false)
                .include_ignored(false)
                .exclude_submodules(true)
                .no_refresh(true);
            return Ok(lib.statuses(Some(&mut options))?.is_empty());
        }
        Ok(self.changed_paths()?.iter().all(|path| path.is_untracked))
    }
}
