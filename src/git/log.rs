//! The messages of commits.
//!
//! Not what they changed.
use super::error::GitError;
use super::repository::{Oid, Repository};
use crate::source::RepoPath;

impl Repository {
    /// Returns the messages of the commits behind `since` up to `to` that touched something below a folder, the newest
    /// first. Merge commits are left out.
    pub fn messages(
        &self,
        since: Option<&Oid>,
        to: &Oid,
        folder: &RepoPath,
    ) -> Result<Vec<String>, GitError> {
        let range = match since {
            Some(since) => format!("{since}..{to}"),
            None => to.to_string(),
        };
        let mut command = self
            .git()
            .args(["log", "-z", "--no-merges", "--format=%B", &range]);
        if !folder.is_top() {
            command = command.arg("--").arg(super::recorded::argument(folder));
        }
        let output = command.run()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let messages = text.split('\0').map(str::trim);
        Ok(messages
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect())
    }
}
