//! Throw-away clones: a commit checked out where nothing of the user's can be touched.
//!
//! Not what is done there.
use crate::git::{Oid, Repository};
use std::path::Path;

/// Makes a clone with a commit checked out, in which commits and tags can be made: with the identity that the repository
/// has of its own, or one that says what it is, and without signatures and hooks, since nothing of it is ever published.
pub(super) fn throw_away(
    repository: &Repository,
    dir: &Path,
    commit: &Oid,
) -> anyhow::Result<Repository> {
    let copied = repository.clone_at(dir, commit)?;
    for (key, otherwise) in [
        ("user.name", "release-guard"),
        ("user.email", "release-guard@localhost"),
    ] {
        let own = repository.setting(key)?;
        let value = own.as_deref().unwrap_or(otherwise);
        copied.git().args(["config", key, value]).run()?;
    }
    for (key, value) in [
        ("commit.gpgsign", "false"),
        ("tag.gpgsign", "false"),
        // It has no hooks of its own, but the user's configuration may name a folder of them for all repositories.
        ("core.hooksPath", "/dev/null"),
    ] {
        copied.git().args(["config", key, value]).run()?;
    }
    Ok(copied)
}
