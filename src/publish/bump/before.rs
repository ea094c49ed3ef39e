//! What could stand in the way of a bump, looked at before the first byte is written.
//!
//! Not the versions themselves: `bump` judges those.
use super::Scene;
use crate::bump::{Bump, Recording};
use crate::config::matches;
use crate::git::{Repository, is_tag_name};
use crate::publish::decide::Refused;
use crate::publish::state::Reason;
use anyhow::bail;

impl Scene<'_> {
    /// Refuses what could not be finished.
    pub(super) fn check(&self, planned: &Bump) -> anyhow::Result<()> {
        let recording = &planned.recording;
        let Some(repository) = &self.repository else {
            if recording.commit || recording.tag {
                self.terminal
                    .warn("this is no git repository, so nothing is committed or tagged");
            }
            return Ok(());
        };
        if self.head.is_none() && (recording.commit || recording.tag) {
            bail!(
                "`{}` has no commit yet; commit the project first",
                repository.root().display()
            );
        }
        clean(repository, recording)?;
        if recording.tag && !recording.commit && !planned.changes.is_empty() {
            bail!(
                "a tag without a commit would be on the commit before the bump\nhint: commit too, with `commit = true` or `--commit`, or leave the tag out with `--no-tag`"
            );
        }
        if recording.tag {
            tags(repository, recording)?;
        }
        Ok(())
    }
}

/// Changes of tracked files are in the way only where the project or the user says so: they are neither committed nor
/// touched.
fn clean(repository: &Repository, recording: &Recording) -> anyhow::Result<()> {
    let is_asked = match recording.allow_dirty {
        Some(allowed) => !allowed,
        None => !recording.allow_dirty_files.is_empty(),
    };
    if !is_asked {
        return Ok(());
    }
    let is_allowed = |path: &[u8]| {
        let patterns = recording.allow_dirty_files.iter();
        patterns
            .into_iter()
            .any(|pattern| matches(pattern.as_bytes(), path))
    };
    let changed = repository.changed_paths()?;
    let in_the_way: Vec<String> = changed
        .iter()
        .filter(|path| !path.is_untracked && !is_allowed(path.path.as_bytes()))
        .map(|path| format!("`{}`", path.path))
        .collect();
    if in_the_way.is_empty() {
        return Ok(());
    }
    Err(Refused(Reason::new(
        format!("there are uncommitted changes in {}", in_the_way.join(", ")),
        "commit or stash them, or go on beside them with `--allow-dirty`",
    ))
    .into())
}

/// The tags can be made: git takes their names, and nobody has them.
fn tags(repository: &Repository, recording: &Recording) -> anyhow::Result<()> {
    for tag in &recording.tags {
        let name = format!("refs/tags/{}", tag.name);
        if !is_tag_name(&tag.name) {
            bail!("git takes no tag of the name `{}`", tag.name);
        }
        if repository.reference(&name)?.is_some() {
            let there = repository.commit(&name)?;
            return Err(Refused(Reason::new(
                format!(
                    "the tag `{}` exists already, on commit {}; nothing was changed",
                    tag.name,
                    there.short()
                ),
                "bump to another version, or leave the tag out with `--no-tag`",
            ))
            .into());
        }
    }
    Ok(())
}
