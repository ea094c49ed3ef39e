//! What is known of a push as a whole: its refs, the tags of the repository, and where on the remote commits are.
//!
//! Asked once, however many tags are pushed; nothing of it is asked of the network.
use super::facts::Branches;
use super::names::looks_like_release;
use super::neighbours::Others;
use super::remote::Remote;
use super::sieve::TagSieve;
use crate::git::{GitError, History, Listing, NamedRef, Oid, PushedRef, RefList, Repository, Tag};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;

/// How many unusual branches are asked for release tags of their own.
const BRANCHES_ASKED: usize = 4;

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
    /// Where the refs are that are looked at: tags, the branches of the remote, and those that are here.
    fn folders(self) -> [&'static str; 3] {
        match self {
            Self::Server => ["refs/tags/", "refs/heads/", "refs/heads/"],
            Self::Pusher | Self::Fetched => ["refs/tags/", "refs/remotes/", "refs/heads/"],
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
    listing: Cell<Option<Listing<3, TagSieve>>>,
    known: OnceCell<Known<'c>>,
}

/// What is known of the repository's refs.
#[derive(Debug)]
struct Known<'c> {
    /// The tags that begin as pushed ones do.
    tags: RefList,
    sieve: TagSieve,
    all_tags: OnceCell<RefList>,
    heads: RefList,
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
        let listing = repository.refs_below(side.folders(), TagSieve::of(refs));
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

    /// All tags of the repository, which are not needed often.
    pub(super) fn all_tags(&self) -> Result<&RefList, GitError> {
        let known = self.known()?;
        if let Some(tags) = known.all_tags.get() {
            return Ok(tags);
        }
        let tags = self.repository.tag_list()?;
        Ok(known.all_tags.get_or_init(|| tags))
    }

    /// The tags on a commit, the newest first.
    fn tags_on(&self, commit: &Oid) -> Result<Vec<Tag>, GitError> {
        let is_here = |tag: &NamedRef<'_>| match tag.peeled {
            Some(peeled) => peeled == commit.as_str(),
            None if tag.object == commit.as_str() => true,
            // What a tag object peels to is not written down before it is packed.
            None => {
                tag.is_loose
                    && self
                        .repository
                        .commit(tag.object)
                        .is_ok_and(|other| other == *commit)
            }
        };
        let here = self.all_tags()?.iter().filter(is_here);
        self.repository.tags_named(here)
    }

    /// The tags of the repository that begin as pushed ones do: up to their first number.
    pub(super) fn tags(&self) -> Result<&RefList, GitError> {
        Ok(&self.known()?.tags)
    }

    fn known(&self) -> Result<&Known<'c>, GitError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let listing = self.listing.take();
        let again = || {
            let sieve = TagSieve::of(self.refs);
            self.repository.refs_below(self.side.folders(), sieve)
        };
        let listing = listing.unwrap_or_else(again);
        let ([tags, branches, heads], sieve) = listing.wait(self.repository)?;
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
            sieve: sieve.done(),
            all_tags: OnceCell::new(),
            heads,
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
        let tags = self.repository.tags_named(known.sieve.telling())?;
        let names = tags.into_iter().map(|tag| tag.name).collect();
        Ok(known.latest.get_or_init(|| names))
    }

    /// The tags beside the one on a commit.
    pub(super) fn others(&self, commit: &Oid) -> Result<Others<'_>, GitError> {
        let commit = commit.clone();
        let known = self.known()?;
        Ok(Others {
            all: &known.tags,
            telling: known.sieve.telling().map(|tag| tag.name).collect(),
            with_capitals: known.sieve.with_capitals(),
            here: Box::new(move || {
                let tags = self.tags_on(&commit).unwrap_or_default().into_iter();
                tags.map(|tag| (tag.name, tag.is_annotated)).collect()
            }),
        })
    }

    /// The full name of a branch of this name: here, on the remote as far as it was fetched, or in the same push.
    pub(super) fn branch(&self, name: &str) -> Result<Option<String>, GitError> {
        let known = self.known()?;
        let mut refs = self.refs.iter();
        let is_pushed = refs.any(|pushed| pushed.branch() == Some(name) && pushed.local.is_some());
        if is_pushed || known.heads.get(name).is_some() {
            return Ok(Some(format!("refs/heads/{name}")));
        }
        Ok(known.remote.branch_called(name))
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
