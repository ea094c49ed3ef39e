//! The branches of the remote, as far as they are known here.
//!
//! Not asked over the network: they are what was fetched last, or this repository's own where it is the remote.
use super::names::is_release_branch;
use crate::git::{GitError, NamedRef, Oid, RefList, Repository};
use std::collections::HashSet;

/// What is known of the remote.
#[derive(Debug)]
pub(super) struct Remote {
    /// The folder of its branches; that of all remotes when it is not known by a name, as where a URL is pushed to.
    folder: String,
    /// Whether another folder for each remote is in it.
    is_of_all: bool,
    /// How the names of its branches start in the list.
    start: String,
    branches: RefList,
    /// The name of its default branch.
    default: Option<String>,
}

impl Remote {
    /// A remote of this name or URL; `None` when there is none.
    pub(super) fn known(
        repository: &Repository,
        remote: Option<&str>,
        branches: RefList,
    ) -> Result<Self, GitError> {
        let start = remote.map(|remote| format!("{remote}/"));
        let start = start.filter(|start| branches.starting_with(start).next().is_some());
        let named = start.as_deref().unwrap_or("origin/");
        let default = repository.symbolic(&format!("refs/remotes/{named}HEAD"))?;
        let default = default.and_then(|full| {
            let branch = full.strip_prefix("refs/remotes/")?.strip_prefix(named)?;
            Some(branch.to_owned())
        });
        let start = start.unwrap_or_default();
        Ok(Self {
            folder: format!("refs/remotes/{start}"),
            is_of_all: start.is_empty(),
            start,
            branches,
            default,
        })
    }

    /// This repository, which receives the push.
    pub(super) fn here(repository: &Repository, branches: RefList) -> Result<Self, GitError> {
        let default = repository.symbolic("HEAD")?;
        let default = default.and_then(|full| Some(full.strip_prefix("refs/heads/")?.to_owned()));
        Ok(Self {
            folder: "refs/heads/".into(),
            is_of_all: false,
            start: String::new(),
            branches,
            default,
        })
    }

    /// Whether no branch of it is known.
    pub(super) fn is_unknown(&self) -> bool {
        self.branches.is_empty()
    }

    /// Whether releases are made from a branch of this name.
    pub(super) fn is_usual(&self, branch: &str) -> bool {
        Some(branch) == self.default.as_deref() || is_release_branch(branch)
    }

    /// The tips of the branches that releases are made from, but for those that a push replaces.
    pub(super) fn usual_tips(&self, pushed: &HashSet<&str>) -> impl Iterator<Item = Oid> {
        let branches = self.branches.starting_with(&self.start);
        let is_usual = |found: &NamedRef<'_>| {
            let name = found.name.get(self.start.len()..).unwrap_or_default();
            self.branch(name)
                .is_some_and(|branch| self.is_usual(branch))
                && !self.is_replaced(&format!("{}{name}", self.folder), pushed)
        };
        branches.filter(is_usual).filter_map(|found| found.oid())
    }

    /// The full name of its branch of this name, where it is known by its own.
    pub(super) fn branch_called(&self, name: &str) -> Option<String> {
        let found = self.branches.get(&format!("{}{name}", self.start));
        let found = found.filter(|_| !self.is_of_all);
        found.map(|_| format!("{}{name}", self.folder))
    }

    /// The full names of its branches that have a commit.
    pub(super) fn with(
        &self,
        repository: &Repository,
        commit: &Oid,
    ) -> Result<Vec<String>, GitError> {
        match self.is_unknown() {
            true => Ok(Vec::new()),
            false => repository.refs_with(commit, &self.folder),
        }
    }

    /// The short name of a branch, whose full name is given.
    pub(super) fn short<'n>(&self, full: &'n str) -> Option<&'n str> {
        self.branch(full.strip_prefix(&*self.folder)?)
    }

    /// Whether a branch, whose full name is given, is one of those that are pushed. Of several remotes nobody knows which
    /// one is pushed to.
    pub(super) fn is_replaced(&self, full: &str, pushed: &HashSet<&str>) -> bool {
        !self.is_of_all && self.short(full).is_some_and(|name| pushed.contains(name))
    }

    /// The full name of the default branch beside another one.
    pub(super) fn default_beside(&self, full: &str) -> Option<String> {
        let start = full.strip_suffix(self.short(full)?)?;
        Some(format!("{start}{}", self.default.as_ref()?))
    }

    /// The name without that of a remote, where it has one.
    fn branch<'n>(&self, name: &'n str) -> Option<&'n str> {
        match self.is_of_all {
            true => name.split_once('/').map(|(_, branch)| branch),
            false => Some(name),
        }
    }
}
