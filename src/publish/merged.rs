//! The release that was merged: its version is declared, and has no tag. Found in the tree, the history and the tags alone,
//! so that it does not matter how it was merged, or by whom it was written.
//!
//! Tagged is the commit on the first-parent line that brought the version: the merge, the squashed or the rebased commit.
//! What came after it is of the next release.
use super::decide;
use super::plan::Plan;
use super::release::{Commit, Release, TRAILER};
use super::tags::{self, Tags};
use super::world::{Wish, World};
use crate::bump::Request;
use crate::changelog::Changelog;
use crate::git::{Oid, Snapshot};
use crate::project::Package;
use crate::source::{Origin, RepoPath};
use crate::tag_guard::is_release_branch;
use crate::version::Version;
use anyhow::bail;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::rc::Rc;

/// Plans the release that was merged into what is checked out; `None` when there is none.
pub(super) fn plan(world: &World<'_>) -> anyhow::Result<Option<Plan>> {
    let head = world.head()?;
    let found = awaiting(world, &head.oid)?;
    Ok(found.map(|release| decide::of_made(world, release)))
}

/// Says that others have more than what is here, where they have.
pub(super) fn tell_of_more(world: &World<'_>) -> anyhow::Result<()> {
    let (Some(remote), Some(branch)) = (world.remote()?, world.repository.branch()?) else {
        return Ok(());
    };
    let Some(tip) = world.on_remote(&format!("refs/heads/{branch}"))? else {
        return Ok(());
    };
    let head = world.head()?.oid;
    if !world.repository.is_ancestor(&tip, &head).unwrap_or(false) {
        world.terminal.note(&format!(
            "`{branch}` on `{remote}` has commits that are not here; `git pull` brings them"
        ));
    }
    Ok(())
}

/// The release that a commit's history has on the remote, and that has no tag.
pub(super) fn awaiting(world: &World<'_>, at: &Oid) -> anyhow::Result<Option<Rc<Release>>> {
    let snapshot = Snapshot::commit(world.repository.clone(), at.as_str())?;
    let package = world.package(&snapshot)?;
    let Some(to) = package.version().cloned() else {
        return Ok(None);
    };
    if to.dev.is_some() || to.is_local() || package.versioned_by.is_some() {
        return Ok(None);
    }
    let tags = Tags::of(world, &package, at, &snapshot)?;
    let tag = tags.format.tag(package.name.as_deref(), &to);
    if tags.here.is_some() || world.is_tagged(&tag)? || world.remote()?.is_none() {
        return Ok(None);
    }
    if world.repository.is_shallow() {
        bail!(
            "the declared version {to} has no tag here, and the history was cut off when this was cloned, so that it is not known whether it was released\nhint: `git fetch --unshallow --tags`; in a workflow, `fetch-depth: 0` for actions/checkout"
        );
    }
    let Some(brought) = brought(world, at, &package, &to)? else {
        return Ok(None);
    };
    if !is_on_remote(&brought.commit, &to, world)? {
        return Ok(None);
    }
    let release = match brought.told(&tags, &to, world)? {
        Some(tag) => brought.release(&to, tag, world)?,
        None if is_raised(world, &package, at, &snapshot, &to)? => {
            let release = brought.release(&to, tag, world)?;
            if !is_in_changelog(&release, world)? {
                return Ok(None);
            }
            release
        }
        None => return Ok(None),
    };
    Ok((!world.is_tagged(&release.tag)?).then(|| Rc::new(release)))
}

/// Whether a version is above the last release that a commit contains; not so where nothing was ever released.
fn is_raised(
    world: &World<'_>,
    package: &Package,
    at: &Oid,
    snapshot: &Snapshot,
    to: &Version,
) -> anyhow::Result<bool> {
    let latest = tags::latest(world, package, at, snapshot)?;
    Ok(latest.is_some_and(|latest| latest < *to))
}

/// How a version came to be declared.
struct Brought {
    commit: Oid,
    before: Oid,
    from: Version,
    package: Package,
}

/// The commit on the first-parent line since which a version is declared, where another one was before.
fn brought(
    world: &World<'_>,
    at: &Oid,
    package: &Package,
    to: &Version,
) -> anyhow::Result<Option<Brought>> {
    let files = package.declarations.iter();
    let files = files.filter_map(|declaration| match &declaration.place.origin {
        Origin::File(path) => Some(path.clone()),
        _ => None,
    });
    let files: BTreeSet<RepoPath> = files.collect();
    let files: Vec<RepoPath> = files.into_iter().collect();
    for commit in world.repository.first_parents(at, &files)? {
        let Some(before) = commit.parents.first() else {
            return Ok(None);
        };
        let snapshot = Snapshot::commit(world.repository.clone(), before.as_str())?;
        // Where the package was not yet, or not as it is read now, nothing was raised.
        let Ok(earlier) = world.package(&snapshot) else {
            return Ok(None);
        };
        match earlier.version().cloned() {
            Some(from) if from == *to => {}
            Some(from) if from < *to => {
                return Ok(Some(Brought {
                    commit: commit.oid,
                    before: before.clone(),
                    from,
                    package: earlier,
                }));
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}

impl Brought {
    /// The tag that a proposal of this version named, where its line came through the merge.
    fn told(&self, tags: &Tags, to: &Version, world: &World<'_>) -> anyhow::Result<Option<String>> {
        let commits = world.repository.commits_since(&self.before, &self.commit)?;
        let key = format!("{TRAILER}: ");
        let mut named = commits
            .iter()
            .flat_map(|commit| commit.message.lines())
            .filter_map(|line| line.trim().strip_prefix(&key));
        let is_own = |tag: &&str| {
            let read = tags.version_of(tag);
            tags.may_be_of(&self.package, tag) && read.is_ok_and(|(_, version)| version == *to)
        };
        Ok(named.find(is_own).map(str::to_owned))
    }

    /// The release, as it would have been made directly.
    fn release(&self, to: &Version, tag: String, world: &World<'_>) -> anyhow::Result<Release> {
        let written = to.to_string();
        let request = Request::of(&written);
        let wish = Wish {
            request: &request,
            written: Some(written.clone()),
            begun: Some(&tag),
            cited: None,
        };
        let before = Snapshot::commit(world.repository.clone(), self.before.as_str())?;
        // Only for what the project wants of its tags: a version that somebody raised by hand is released all the same.
        let planned = world.bump(before, &self.before, &self.package, wish).ok();
        let recording = planned.map(|planned| planned.recording);
        let message = match &recording {
            Some(recording) => recording.tags.first().and_then(|tag| tag.message.clone()),
            None => Some(format!("Release {to}")),
        };
        Ok(Release {
            name: decide::name_of(&self.package)?,
            folder: self.package.folder.clone(),
            from: Some(self.from.clone()),
            to: to.clone(),
            written,
            request: None,
            tag,
            tag_message: message,
            tag_is_signed: recording.is_some_and(|recording| recording.sign_tags),
            base: self.commit.clone(),
            commit: Commit::Merged,
        })
    }
}

/// Whether a branch that releases are made from has a commit on the remote: the default one, or the one that is checked
/// out.
fn is_on_remote(commit: &Oid, to: &Version, world: &World<'_>) -> anyhow::Result<bool> {
    let Some(remote) = world.remote()? else {
        return Ok(false);
    };
    let own = world.repository.branch()?.filter(|branch| {
        let is_proposal = branch.starts_with("release/") && branch.ends_with(&to.to_string());
        is_release_branch(branch) && !is_proposal
    });
    let own = own.map(|branch| format!("refs/heads/{branch}"));
    for reference in ["HEAD".to_owned()].into_iter().chain(own) {
        let Some(tip) = world.on_remote(&reference)? else {
            continue;
        };
        let repository = &world.repository;
        repository.fetch(OsStr::new(&remote), &reference, &tip)?;
        if repository.is_ancestor(commit, &tip)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the changelog has the version as a released one.
fn is_in_changelog(release: &Release, world: &World<'_>) -> anyhow::Result<bool> {
    let snapshot = Snapshot::commit(world.repository.clone(), release.base.as_str())?;
    let log = world.log(release, &snapshot)?.map(Changelog::parse);
    let section = log.as_ref().and_then(|log| log.section(&release.to));
    Ok(section.is_some_and(|section| !section.is_unreleased()))
}
