//! What a pushed tag is: everything its rules look at, owned, with no repository behind it.
//!
//! Not a judgement: that is for the rules.
use crate::bump::tag_name;
use crate::config::Config;
use crate::git::{
    GitError, ObjectKind, Oid, PushedRef, Repository, Snapshot, Tag, TagObject, Verification,
};
use crate::project::{Package, TagFormat, TagName, packages_with, released_by};
use crate::source::Place;
use crate::tag_guard::names::{is_release_branch, looks_like_release, same_line};
use crate::tag_guard::neighbours::{Neighbours, others};
use crate::tag_guard::surroundings::{Edited, Wanted};
use crate::version::Version;
use std::rc::Rc;

/// How many unusual branches are asked for release tags of their own.
const BRANCHES_ASKED: usize = 4;

/// A tag that is pushed, deleted, or about to be released.
#[derive(Debug, Clone)]
pub struct PushedTag {
    /// Its name on the remote, without `refs/tags/`.
    pub name: String,
    /// What was pushed to it, as git names it.
    pub local_ref: String,
    /// The object it is to point at; `None` when it is deleted.
    pub object: Option<Oid>,
    /// The object it points at on the remote now; `None` when it is new there, or that is not known.
    pub old: Option<Oid>,
    /// What it stands for.
    pub target: Target,
    /// Its own object when it is annotated.
    pub annotation: Option<TagObject>,
    /// Whether its signature holds; `None` when nobody asked.
    pub verification: Option<Verification>,
    /// How the project writes its release tags.
    pub format: TagFormat,
    /// What its name says; `None` when it is not written in that form.
    pub read: Option<TagName>,
    /// Whether it is, or was meant to be, the tag of a release.
    pub is_release: bool,
    /// Whether it may move: configuration says so, or it is an alias such as `v1` beside `v1.2.3`.
    pub is_floating: bool,
    /// Every package of the tagged tree.
    pub packages: Vec<Package>,
    /// The other release tags of the same package and release line that were there before.
    pub siblings: Vec<Sibling>,
    /// Where on the remote its commit is.
    pub branches: Branches,
    /// What the other tags say about it.
    pub neighbours: Neighbours,
    /// The full name of a branch that has its name too.
    pub branch: Option<String>,
    /// A version that was edited in the working tree since.
    pub edited: Option<Edited>,
    /// What configuration wants it to be.
    pub wanted: Wanted,
}

/// What a tag stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nothing: it is deleted.
    Nothing,
    /// A commit, directly or through one tag object.
    Commit(Oid),
    /// A tag object that points at another tag object.
    Nested,
    /// Something that holds no commit.
    Other(ObjectKind),
}

/// Another release tag of the same release line.
#[derive(Debug, Clone)]
pub struct Sibling {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
    /// Whether its commit comes after the tagged one in history.
    pub comes_after: bool,
}

/// Where on the remote a commit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Branches {
    /// Nobody can tell: no remote branch is known here, or history was cut off.
    Unknown,
    /// On no branch.
    None,
    /// On a branch that releases are made from.
    Usual,
    /// Only on branches of other names.
    Unusual(Vec<String>),
}

/// A push as far as one tag of it needs to be told.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The remote's name or URL; `None` when there is none.
    pub remote: Option<&'c str>,
    /// All refs of the push.
    pub refs: &'c [PushedRef],
    /// The tags of the repository, the newest first.
    pub tags: &'c [Tag],
    /// Whether the push itself decides what will be on the remote; else only what was fetched is known.
    pub is_push: bool,
    /// Whether the tag is still to be made, so that it has no object of its own yet.
    pub is_planned: bool,
}

impl PushedTag {
    /// Its version; `None` when its name has none.
    pub fn version(&self) -> Option<&Version> {
        self.read.as_ref()?.version.as_ref().ok()
    }

    /// The place that findings point at.
    pub fn place(&self) -> Place {
        Place::git_ref(&format!("refs/tags/{}", self.name))
    }

    /// Whether it is a release tag that will be on the remote.
    pub fn is_released(&self) -> bool {
        self.is_release && self.object.is_some()
    }

    /// The packages it is for: the named one, else the one at the top, else those that declare its version, else all.
    pub fn its_packages(&self) -> Vec<&Package> {
        let name = self.read.as_ref().and_then(|read| read.name.as_deref());
        released_by(&self.packages, name, self.version())
    }

    /// Gathers the facts of one tag of a push. `snapshot` is the tagged tree; `None` when the tag stands for no commit.
    pub fn gather(
        repository: &Rc<Repository>,
        pushed: &PushedRef,
        snapshot: Option<&Snapshot>,
        context: Context<'_>,
        config: &Config,
    ) -> anyhow::Result<Self> {
        let packages = match snapshot {
            Some(snapshot) => packages_with(snapshot, &config.versions())?,
            None => Vec::new(),
        };
        let format = format_of(snapshot, &packages, pushed.tag(), context.tags, config)?;
        let (target, annotation) = target(repository, pushed.local.as_ref())?;
        let mut facts = Self::named(pushed, format, packages, config);
        facts.annotation = annotation;
        if let Target::Commit(commit) = &target
            && is_alias(&facts.name, &facts.format, commit, context.tags)
        {
            facts.is_floating = true;
            facts.is_release = false;
        }
        if let Target::Commit(commit) = &target
            && facts.is_release
        {
            facts.siblings = siblings(repository, &facts, commit, context)?;
            facts.branches = branches(repository, commit, context)?;
            facts.neighbours = Neighbours::of(&facts, &others(context, commit), config);
        }
        facts.target = target;
        facts.look_around(repository, context, config)?;
        Ok(facts)
    }

    /// The facts that follow from names alone.
    pub(super) fn named(
        pushed: &PushedRef,
        format: TagFormat,
        packages: Vec<Package>,
        config: &Config,
    ) -> Self {
        let name = pushed.tag().unwrap_or(&pushed.remote_ref).to_owned();
        let is_floating = config.tags.is_floating(&name);
        let read = format.read(&name);
        let is_version = read.as_ref().is_some_and(|read| read.version.is_ok());
        Self {
            is_release: !is_floating && (is_version || looks_like_release(&name, &packages)),
            local_ref: pushed.local_ref.clone(),
            object: pushed.local.clone(),
            old: pushed.remote.clone(),
            target: Target::Nothing,
            annotation: None,
            verification: None,
            siblings: Vec::new(),
            branches: Branches::Unknown,
            neighbours: Neighbours::default(),
            branch: None,
            edited: None,
            wanted: Wanted::of(config),
            name,
            format,
            read,
            is_floating,
            packages,
        }
    }
}

/// The form of tags that packages configure for a tool: the one that the judged tag has, else that of the package at the
/// top, else the one that all of them have.
pub(super) fn told_format(
    snapshot: &Snapshot,
    packages: &[Package],
    judged: Option<&str>,
) -> Option<String> {
    let all = packages.iter().map(|package| tag_name(package, snapshot));
    let all: Vec<Option<String>> = all.collect();
    let is_own = |text: &&String| {
        let format = text.parse::<TagFormat>().ok();
        let read = format
            .zip(judged)
            .and_then(|(format, tag)| format.read(tag));
        read.is_some_and(|read| read.version.is_ok())
    };
    if let Some(own) = all.iter().flatten().find(is_own) {
        return Some(own.clone());
    }
    let top = packages.iter().position(|package| package.folder.is_top());
    let first = all.get(top.unwrap_or_default())?;
    let is_common = top.is_some() || all.iter().all(|other| other == first);
    first.clone().filter(|_| is_common)
}

/// Finds how the project writes its tags; the judged tag itself is no witness.
fn format_of(
    snapshot: Option<&Snapshot>,
    packages: &[Package],
    judged: Option<&str>,
    tags: &[Tag],
    config: &Config,
) -> anyhow::Result<TagFormat> {
    let told = snapshot.and_then(|snapshot| told_format(snapshot, packages, judged));
    let names: Vec<String> = tags
        .iter()
        .map(|tag| tag.name.clone())
        .filter(|name| Some(name.as_str()) != judged)
        .filter(|name| !config.tags.is_floating(name))
        .collect();
    Ok(TagFormat::learned(
        config.tag_format.as_deref(),
        told.as_deref(),
        &names,
    )?)
}

/// Whether a tag is only the short name of a release, as users of a GitHub action want it: `v1` or `v1.2` on the very
/// commit that has the tag of `1.2.3`.
fn is_alias(name: &str, format: &TagFormat, commit: &Oid, tags: &[Tag]) -> bool {
    let short = name.strip_prefix(['v', 'V']).unwrap_or(name);
    let names_part_of = |version: &Version| {
        let whole = version.base().to_string();
        let rest = whole.strip_prefix(short);
        !short.is_empty() && rest.is_some_and(|rest| rest.starts_with('.'))
    };
    tags.iter()
        .filter(|tag| tag.name != name && tag.commit == *commit)
        .filter_map(|tag| format.read(&tag.name)?.version.ok())
        .any(|version| names_part_of(&version))
}

/// Finds what an object stands for, and what it says itself when it is a tag object.
fn target(
    repository: &Repository,
    object: Option<&Oid>,
) -> Result<(Target, Option<TagObject>), GitError> {
    let Some(object) = object else {
        return Ok((Target::Nothing, None));
    };
    let of = |kind, oid: &Oid| match kind {
        ObjectKind::Commit => Target::Commit(oid.clone()),
        ObjectKind::Tag => Target::Nested,
        other => Target::Other(other),
    };
    Ok(match repository.tag_object(object)? {
        Some(tag) => (of(tag.kind, &tag.target), Some(tag)),
        None => (of(repository.kind(object)?, object), None),
    })
}

/// Finds the other release tags of the same package and release line. Those that the same push creates are not *there
/// before*.
fn siblings(
    repository: &Repository,
    facts: &PushedTag,
    commit: &Oid,
    context: Context<'_>,
) -> Result<Vec<Sibling>, GitError> {
    let (Some(read), Some(version)) = (&facts.read, facts.version()) else {
        return Ok(Vec::new());
    };
    let is_new = |name: &str| {
        let mut refs = context.refs.iter();
        refs.any(|pushed| pushed.tag() == Some(name) && pushed.remote.is_none())
    };
    let mut siblings = Vec::new();
    for tag in context.tags.iter().filter(|tag| tag.name != facts.name) {
        let Some(other) = facts.format.read(&tag.name) else {
            continue;
        };
        let Ok(other_version) = other.version else {
            continue;
        };
        if other.name == read.name && same_line(version, &other_version) && !is_new(&tag.name) {
            let comes_after =
                tag.commit != *commit && repository.is_ancestor(commit, &tag.commit)?;
            siblings.push(Sibling {
                name: tag.name.clone(),
                version: other_version,
                comes_after,
            });
        }
    }
    Ok(siblings)
}

/// Finds on which of the remote's branches a commit is, those of the same push included.
fn branches(
    repository: &Repository,
    commit: &Oid,
    context: Context<'_>,
) -> Result<Branches, GitError> {
    let known = match context.remote {
        // Pushed by URL: any remote's branches are what is known.
        Some(remote) if repository.remote_branches(Some(remote))?.is_empty() => None,
        remote => remote,
    };
    let mut names: Vec<String> = Vec::new();
    for pushed in context.refs {
        if let (Some(branch), Some(tip)) = (pushed.branch(), &pushed.local)
            && repository.is_ancestor(commit, tip)?
        {
            names.push(branch.to_owned());
        }
    }
    let full = repository.remote_branches_with(commit, known)?;
    let short = |name: &String| name.split_once('/').map(|(_, branch)| branch.to_owned());
    names.extend(full.iter().filter_map(short));
    let default = default_branch(repository, known)?;
    let is_usual = |name: &String| Some(name) == default.as_ref() || is_release_branch(name);
    if names.iter().any(is_usual) {
        return Ok(Branches::Usual);
    }
    if names.is_empty() {
        let is_known = context.is_push || !repository.remote_branches(known)?.is_empty();
        return Ok(if is_known && !repository.is_shallow() {
            Branches::None
        } else {
            Branches::Unknown
        });
    }
    for name in full.iter().take(BRANCHES_ASKED) {
        if has_own_release(repository, name, default.as_deref(), context)? {
            return Ok(Branches::Usual);
        }
    }
    names.sort();
    names.dedup();
    Ok(Branches::Unusual(names))
}

fn default_branch(
    repository: &Repository,
    remote: Option<&str>,
) -> Result<Option<String>, GitError> {
    let head = format!("refs/remotes/{}/HEAD", remote.unwrap_or("origin"));
    let output = repository
        .git()
        .args(["symbolic-ref", "--quiet", &head])
        .output()?;
    let text = output.text();
    let below = head.trim_end_matches("HEAD");
    Ok(text.strip_prefix(below).map(str::to_owned))
}

/// Whether releases were made from a branch before: a tag is on it that is not on the default branch.
fn has_own_release(
    repository: &Repository,
    branch: &str,
    default: Option<&str>,
    context: Context<'_>,
) -> Result<bool, GitError> {
    let (Some(default), Some((remote, _))) = (default, branch.split_once('/')) else {
        return Ok(false);
    };
    let tip = |name: &str| repository.reference(&format!("refs/remotes/{name}"));
    let (Some(branch), Some(default)) = (tip(branch)?, tip(&format!("{remote}/{default}"))?) else {
        return Ok(false);
    };
    let own = repository.tags_between(Some(&default), &branch)?;
    let is_pushed = |name: &str| context.refs.iter().any(|pushed| pushed.tag() == Some(name));
    Ok(own
        .iter()
        .any(|tag| !is_pushed(&tag.name) && looks_like_release(&tag.name, &[])))
}
