//! What is known of a push as a whole: its refs, the tags of the repository, and where on the remote commits are.
//!
//! Asked once, however many tags are pushed; nothing of it is asked of the network.
use super::facts::Branches;
use super::names::looks_like_release;
use super::neighbours::{Here, Others};
use super::remote::Remote;
use crate::git::{GitError, History, Listing, Oid, PushedRef, RefList, Repository};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;

/// How many unusual branches are asked for release tags of their own.
const BRANCHES_ASKED: usize = 4;

/// Of more tags than these, only those of the highest versions are asked for their dates.
const MANY: usize = 1_000;

/// How many of the highest versions are.
const HIGHEST: usize = 64;

/// More commits than these are not walked over for a few tags: git has shorter ways.
const WALKED: usize = 512;

/// More tags than these are worth a walk over the whole history.
const FEW: usize = 8;

/// On which side of a push this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On the side that pushes: the push decides what will be on the remote.
    Pusher,
    /// On the side that receives, where all of the remote is known.
    Server,
    /// Beside: only what was fetched is known.
    Fetched,
}

impl Side {
    /// Where the refs are that are looked at: tags, and the branches of the remote.
    fn folders(self) -> [&'static str; 2] {
        match self {
            Self::Server => ["refs/tags/", "refs/heads/"],
            Self::Pusher | Self::Fetched => ["refs/tags/", "refs/remotes/"],
        }
    }
}

/// A push as far as one tag of it needs to be told.
pub struct Context<'c> {
    /// The refs of the push.
    pub refs: &'c [PushedRef],
    /// The remote's name or URL; `None` when there is none.
    pub remote: Option<String>,
    /// Where this is.
    pub side: Side,
    /// Whether the tag is still to be made, so that it has no object of its own yet.
    pub is_planned: bool,
    repository: &'c Repository,
    /// The names of the tags that the push makes.
    fresh: HashSet<&'c str>,
    /// The names of the branches that the push makes, moves or deletes.
    pushed: HashSet<&'c str>,
    /// The list of refs while it is being made.
    listing: Cell<Option<Listing<2, Refs>>>,
    known: OnceCell<Known<'c>>,
}

/// The refs of the repository.
#[derive(Debug)]
struct Refs {
    tags: RefList,
    /// The names of the tags that tell how the project writes its tags: all, or, of very many, those of the highest
    /// versions.
    telling: Vec<String>,
    with_capitals: Vec<String>,
    branches: RefList,
}

/// What is known of the repository's refs.
#[derive(Debug)]
struct Known<'c> {
    tags: RefList,
    telling: Vec<String>,
    with_capitals: Vec<String>,
    remote: Remote,
    usual: RefCell<History<'c>>,
    latest: OnceCell<Vec<String>>,
}

impl<'c> Context<'c> {
    /// What is known of a push to a remote.
    pub fn new(
        repository: &'c Repository,
        remote: Option<&str>,
        refs: &'c [PushedRef],
        side: Side,
    ) -> Self {
        let is_new = |pushed: &&PushedRef| pushed.remote.is_none();
        let listing = repository.refs_below_soon(side.folders(), Refs::of);
        Self {
            refs,
            repository,
            remote: remote.map(str::to_owned),
            side,
            is_planned: false,
            fresh: refs
                .iter()
                .filter(is_new)
                .filter_map(PushedRef::tag)
                .collect(),
            pushed: refs.iter().filter_map(PushedRef::branch).collect(),
            listing: Cell::new(Some(listing)),
            known: OnceCell::new(),
        }
    }

    /// The tags of the repository.
    pub(super) fn tags(&self) -> Result<&RefList, GitError> {
        Ok(&self.known()?.tags)
    }

    fn known(&self) -> Result<&Known<'c>, GitError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let listing = self.listing.take();
        let folders = self.side.folders();
        let again = || self.repository.refs_below_soon(folders, Refs::of);
        let refs = listing.unwrap_or_else(again).wait(self.repository)?;
        let Refs {
            tags,
            telling,
            with_capitals,
            branches,
        } = refs;
        let remote = match self.side {
            Side::Server => Remote::here(self.repository, branches)?,
            _ => Remote::known(self.repository, self.remote.as_deref(), branches)?,
        };
        let is_usual =
            |pushed: &&PushedRef| pushed.branch().is_some_and(|name| remote.is_usual(name));
        let pushed = self.refs.iter().filter(is_usual);
        let pushed = pushed.filter_map(|pushed| pushed.local.clone());
        // What a branch that is pushed has now, it may not have any more.
        let mut tips: Vec<Oid> = pushed.chain(remote.usual_tips(&self.pushed)).collect();
        tips.sort();
        tips.dedup();
        Ok(self.known.get_or_init(|| Known {
            tags,
            telling,
            with_capitals,
            remote,
            usual: RefCell::new(History::to(self.repository, tips)),
            latest: OnceCell::new(),
        }))
    }

    /// The names of the tags that tell how the project writes its tags, the newest first.
    pub(super) fn latest(&self) -> Result<&[String], GitError> {
        let known = self.known()?;
        if let Some(names) = known.latest.get() {
            return Ok(names);
        }
        let telling = known.telling.iter();
        let refs = telling.filter_map(|name| known.tags.get(name));
        let tags = self.repository.tags_named(refs)?;
        let names = tags.into_iter().map(|tag| tag.name).collect();
        Ok(known.latest.get_or_init(|| names))
    }

    /// The tags beside the one on a commit.
    pub(super) fn others(&self, commit: &Oid) -> Result<Others<'_>, GitError> {
        let known = self.known()?;
        Ok(Others {
            all: &known.tags,
            telling: &known.telling,
            with_capitals: &known.with_capitals,
            here: Here::On(self.repository, commit.clone()),
        })
    }

    /// Whether the push makes a tag of this name, so that it was not there before.
    pub(super) fn is_new(&self, name: &str) -> bool {
        self.fresh.contains(name)
    }

    /// Finds on which of the remote's branches a commit is, those of the same push included.
    pub(super) fn branches(&self, commit: &Oid) -> Result<Branches, GitError> {
        let limit = match self.refs.len() > FEW {
            true => usize::MAX,
            false => WALKED,
        };
        let Known { remote, usual, .. } = self.known()?;
        if usual.borrow_mut().has(commit, limit)? {
            return Ok(Branches::Usual);
        }
        let mut names: Vec<String> = Vec::new();
        for pushed in self.refs {
            if let (Some(branch), Some(tip)) = (pushed.branch(), &pushed.local)
                && self.repository.is_ancestor(commit, tip)?
            {
                names.push(branch.to_owned());
            }
        }
        let mut there = remote.with(self.repository, commit)?;
        there.retain(|branch| !remote.is_replaced(branch, &self.pushed));
        names.extend(
            there
                .iter()
                .filter_map(|branch| remote.short(branch))
                .map(str::to_owned),
        );
        if names.is_empty() {
            let is_known = match self.side {
                Side::Server => true,
                Side::Pusher => !remote.is_unknown() || self.is_fetched()?,
                Side::Fetched => !remote.is_unknown(),
            };
            return Ok(match is_known && !self.repository.is_shallow() {
                true => Branches::None,
                false => Branches::Unknown,
            });
        }
        for branch in there.iter().take(BRANCHES_ASKED) {
            if self.has_own_release(branch, remote)? {
                return Ok(Branches::Usual);
            }
        }
        names.sort();
        names.dedup();
        Ok(Branches::Unusual(names))
    }

    /// Whether the remote's branches would be here if it had any: a bare clone keeps none of them apart from its own.
    fn is_fetched(&self) -> Result<bool, GitError> {
        let remote = self.remote.as_deref().unwrap_or_default();
        let asked = format!("remote.{remote}.fetch");
        Ok(self.repository.setting(&asked)?.is_some())
    }

    /// Whether releases were made from a branch before: a tag is on it that is not on the default branch.
    fn has_own_release(&self, branch: &str, remote: &Remote) -> Result<bool, GitError> {
        let Some(default) = remote.default_beside(branch) else {
            return Ok(false);
        };
        let tip = |name: &str| self.repository.reference(name);
        let (Some(branch), Some(default)) = (tip(branch)?, tip(&default)?) else {
            return Ok(false);
        };
        let own = self.repository.tags_between(Some(&default), &branch)?;
        let is_pushed = |name: &str| self.refs.iter().any(|pushed| pushed.tag() == Some(name));
        Ok(own
            .iter()
            .any(|tag| !is_pushed(&tag.name) && looks_like_release(&tag.name, &[])))
    }
}

impl Refs {
    fn of([tags, branches]: [RefList; 2]) -> Self {
        let limit = match tags.len() > MANY {
            true => HIGHEST,
            false => MANY,
        };
        let with_capitals = tags
            .iter()
            .map(|tag| tag.name)
            .filter(|name| has_capitals(name));
        Self {
            telling: highest(&tags, limit),
            with_capitals: with_capitals.map(str::to_owned).collect(),
            tags,
            branches,
        }
    }
}

/// Finds the tags of the highest versions, as far as that can be told in a moment; the highest first.
pub(super) fn highest(tags: &RefList, limit: usize) -> Vec<String> {
    let mut found: Vec<([u32; 4], &str)> = Vec::new();
    let mut least = [0; 4];
    for tag in tags.iter() {
        let numbers = numbers(tag.name);
        if numbers >= least {
            found.push((numbers, tag.name));
            if found.len() / 2 >= limit {
                found.sort_by_key(|found| std::cmp::Reverse(found.0));
                found.truncate(limit);
                least = found.last().map_or(least, |last| last.0);
            }
        }
    }
    found.sort_by_key(|found| std::cmp::Reverse(found.0));
    found
        .into_iter()
        .take(limit)
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// Whether a name differs from itself in lower case.
pub(super) fn has_capitals(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The first numbers in a name that stand behind one another with dots between.
fn numbers(name: &str) -> [u32; 4] {
    let mut numbers = [0_u32; 4];
    let mut digits = name.bytes().skip_while(|byte| !byte.is_ascii_digit());
    for number in &mut numbers {
        for byte in digits.by_ref() {
            match byte {
                b'0'..=b'9' => {
                    *number = number
                        .saturating_mul(10)
                        .saturating_add(u32::from(byte - b'0'))
                }
                b'.' | b'_' => break,
                _ => return numbers,
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        assert_eq!(numbers("v1.20.3"), [1, 20, 3, 0]);
        assert_eq!(numbers("pkg-v2024.5rc1"), [2024, 5, 0, 0]);
        assert_eq!(numbers("rel_2_0_52"), [2, 0, 52, 0]);
        assert_eq!(numbers("99999999999.1"), [u32::MAX, 1, 0, 0]);
        assert_eq!(numbers("nightly"), [0; 4]);
    }
}
