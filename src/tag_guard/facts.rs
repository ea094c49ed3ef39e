//! What a pushed tag is: everything its rules look at, owned, with no repository behind it.
//!
//! Not a judgement: that is for the rules.
use super::context::Context;
use crate::bump::tag_name;
use crate::config::Config;
use crate::git::{
    GitError, NamedRef, ObjectKind, Oid, PushedRef, RefList, Repository, Snapshot, TagObject,
    Verification,
};
use crate::project::{Package, TagFormat, TagName, packages_with, released_by};
use crate::source::Place;
use crate::tag_guard::names::{looks_like_release, same_line};
use crate::tag_guard::neighbours::Neighbours;
use crate::tag_guard::surroundings::{Edited, Wanted};
use crate::version::Version;
use std::rc::Rc;

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
        context: &Context<'_>,
        config: &Config,
    ) -> anyhow::Result<Self> {
        let packages = match snapshot {
            Some(snapshot) => packages_with(snapshot, &config.versions())?,
            None => Vec::new(),
        };
        let format = format_of(snapshot, &packages, pushed.tag(), context, config)?;
        let (target, annotation) = target(repository, pushed.local.as_ref())?;
        let mut facts = Self::named(pushed, format, packages, config);
        facts.annotation = annotation;
        if let Target::Commit(commit) = &target
            && is_alias(repository, &facts, commit, context)?
        {
            facts.is_floating = true;
            facts.is_release = false;
        }
        if let Target::Commit(commit) = &target
            && facts.is_release
        {
            facts.siblings = siblings(repository, &facts, commit, context)?;
            facts.branches = context.branches(commit)?;
            facts.neighbours = Neighbours::of(&facts, context.others(commit)?, config);
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
pub(super) fn format_of(
    snapshot: Option<&Snapshot>,
    packages: &[Package],
    judged: Option<&str>,
    context: &Context<'_>,
    config: &Config,
) -> anyhow::Result<TagFormat> {
    let told = snapshot.and_then(|snapshot| told_format(snapshot, packages, judged));
    let told = told.filter(|text| text.parse::<TagFormat>().is_ok());
    let names = match config.tag_format.is_some() || told.is_some() {
        true => Vec::new(),
        false => context.latest()?.to_vec(),
    };
    let names: Vec<String> = names
        .into_iter()
        .filter(|name| Some(name.as_str()) != judged && !config.tags.is_floating(name))
        .collect();
    let configured = config.tag_format.as_deref();
    Ok(TagFormat::learned(configured, told.as_deref(), &names)?)
}

/// Whether a tag is only the short name of a release, as users of a GitHub action want it: `v1` or `v1.2` on the very
/// commit that has the tag of `1.2.3`.
fn is_alias(
    repository: &Repository,
    facts: &PushedTag,
    commit: &Oid,
    context: &Context<'_>,
) -> Result<bool, GitError> {
    let short = facts.name.strip_prefix(['v', 'V']).unwrap_or(&facts.name);
    if short.is_empty() {
        return Ok(false);
    }
    let names_part_of = |version: &Version| {
        let whole = version.base().to_string();
        let rest = whole.strip_prefix(short);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    let start = facts.format.start_of(None, &format!("{short}."));
    // A name as short as an alias can stand beside tags that begin otherwise.
    let tags = match short.matches('.').count() {
        0 | 1 => context.all_tags()?,
        _ => context.tags()?,
    };
    let mut longer = tags.starting_with(&start);
    Ok(longer.any(|tag| {
        let read = facts.format.read(tag.name);
        let version = read.and_then(|read| read.version.ok());
        version.is_some_and(|version| names_part_of(&version))
            && commit_of(repository, tag).as_ref() == Some(commit)
    }))
}

/// The commit that a tag stands for.
fn commit_of(repository: &Repository, tag: NamedRef<'_>) -> Option<Oid> {
    match tag.peeled {
        Some(peeled) => Oid::new(peeled),
        None => repository.commit(tag.object).ok(),
    }
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
    context: &Context<'_>,
) -> Result<Vec<Sibling>, GitError> {
    let (Some(read), Some(version)) = (&facts.read, facts.version()) else {
        return Ok(Vec::new());
    };
    let mut siblings = Vec::new();
    for tag in same_line_tags(facts, version, context.tags()?) {
        let Some(other) = facts.format.read(tag.name) else {
            continue;
        };
        let is_other = tag.name != facts.name && other.name == read.name;
        if let Ok(other_version) = other.version
            && is_other
            && same_line(version, &other_version)
            && !context.is_new(tag.name)
        {
            // Only a higher one needs an excuse.
            let comes_after = other_version >= *version
                && match commit_of(repository, tag) {
                    Some(other) => other != *commit && repository.is_ancestor(commit, &other)?,
                    None => false,
                };
            siblings.push(Sibling {
                name: tag.name.to_owned(),
                version: other_version,
                comes_after,
            });
        }
    }
    Ok(siblings)
}

/// The tags whose names begin as those of a release line do.
fn same_line_tags<'c>(
    facts: &PushedTag,
    version: &Version,
    tags: &'c RefList,
) -> Vec<NamedRef<'c>> {
    let name = facts.read.as_ref().and_then(|read| read.name.as_deref());
    let epoch = match version.epoch {
        0 => String::new(),
        epoch => format!("{epoch}!"),
    };
    let (major, minor) = (version.part(0), version.part(1));
    let mut starts = vec![(format!("{epoch}{major}.{minor}"), false)];
    // `1` is of the line `1.0`.
    starts.extend((minor == 0).then(|| (format!("{epoch}{major}"), true)));
    let mut found = Vec::new();
    for (start, is_major) in starts {
        let start = facts.format.start_of(name, &start);
        let is_line = |tag: &NamedRef<'_>| {
            let rest = tag.name.get(start.len()..).unwrap_or_default();
            !rest.starts_with(|c: char| c.is_ascii_digit() || (c == '.' && is_major))
        };
        found.extend(tags.starting_with(&start).filter(is_line));
    }
    found
}
