//! Which commits some branches have: walked over once, however many commits are asked for.
//!
//! Not one branch's: `Repository::is_ancestor` tells that of two commits.
use super::error::GitError;
use super::repository::{Oid, Repository};
use std::collections::HashSet;
use std::fmt;

/// The commits that branches with these tips have.
pub struct History<'r> {
    repository: &'r Repository,
    tips: Vec<Oid>,
    walk: Option<git2::Revwalk<'r>>,
    seen: HashSet<git2::Oid>,
}

impl fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "History({:?})", self.tips)
    }
}

impl<'r> History<'r> {
    /// The history that leads to these commits.
    pub fn to(repository: &'r Repository, tips: Vec<Oid>) -> Self {
        let walk = repository.lib().and_then(|lib| {
            let mut walk = lib.revwalk().ok()?;
            for tip in &tips {
                walk.push(git2::Oid::from_str(tip.as_str()).ok()?).ok()?;
            }
            Some(walk)
        });
        Self {
            repository,
            tips,
            walk,
            seen: HashSet::new(),
        }
    }

    /// Whether a commit is in it. Walks over `limit` commits at most; then git is asked, which has shorter ways.
    pub fn has(&mut self, commit: &Oid, limit: usize) -> Result<bool, GitError> {
        if self.tips.is_empty() || self.tips.contains(commit) {
            return Ok(!self.tips.is_empty());
        }
        if let (Some(walk), Ok(wanted)) = (&mut self.walk, git2::Oid::from_str(commit.as_str())) {
            if self.seen.contains(&wanted) {
                return Ok(true);
            }
            while self.seen.len() < limit {
                match walk.next() {
                    None => return Ok(false),
                    Some(Ok(found)) => {
                        self.seen.insert(found);
                        if found == wanted {
                            return Ok(true);
                        }
                    }
                    // Where history is cut off or a commit is missing, git knows what to make of it.
                    Some(Err(_)) => break,
                }
            }
        }
        let tips = self.tips.iter().map(Oid::as_str);
        let output = self
            .repository
            .git()
            .args(["rev-list", "--max-count=1", commit.as_str(), "--not"])
            .args(tips)
            .run()?;
        Ok(output.stdout.is_empty())
    }
}
