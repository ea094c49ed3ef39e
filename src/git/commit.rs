//! Commits as `git commit` makes them, of HEAD and some changed files alone: the repository's hooks run, and whatever the
//! user has staged or unstaged stays theirs.
//!
//! The order is: files, then git's index, then the commit. A process that is killed in between leaves HEAD where it was
//! and some files already as they are to be; running it again finds those done and goes on. The other order would leave a
//! HEAD whose commit the user's next one takes back.
use super::draft::Draft;
use super::error::GitError;
use super::forward::Former;
use super::recorded::{Differences, differences};
use super::repository::{Oid, Repository};
use super::scene::Scene;
use crate::edit::FileChange;
use crate::environment::is_set;

/// A commit that is to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewCommit<'c> {
    /// The commit it is made on, which must be checked out, on a branch or not.
    pub parent: &'c Oid,
    /// How its files differ from those of that commit: bytes as git records them. A change that was made for another
    /// content than that commit has is an error.
    pub changes: &'c [FileChange],
    /// Its message, taken as it is; hooks may change it.
    pub message: &'c str,
    /// Further arguments of `git commit`, such as `--no-verify` or `--author=…`.
    pub args: &'c [String],
    /// Further variables for `git commit`, which hooks see too.
    pub env: &'c [(String, String)],
}

/// Where a commit is being made, and what was touched for it.
struct Making<'m> {
    /// The full name of what moves on: the branch, or `HEAD`.
    reference: String,
    draft: Draft<'m>,
    former: Former,
    scene: Option<Scene>,
    made: Made,
}

/// Whether the commit is made.
enum Made {
    No,
    /// `git commit` was killed, and may have moved HEAD before.
    Perhaps,
    Yes(Oid),
}

impl Repository {
    /// Commits changes of HEAD, and brings the files and git's index forward by them. What the user changed in the files,
    /// staged or not, stays changed and is not committed; where lines collide nothing is touched.
    ///
    /// Author, dates and signature are what git's configuration, the `GIT_AUTHOR_*` and `GIT_COMMITTER_*` variables and the
    /// arguments say. `within` runs when the files are written: commands that see the draft's index may change them, and
    /// add others with `git add`. `after` runs when the commit is made. When anything fails, a hook of the repository
    /// included, HEAD, the files and git's index are put back; of what commands wrote, that which they added.
    pub fn commit_changes<E: From<GitError>>(
        &self,
        new: &NewCommit<'_>,
        within: impl FnOnce(&Draft<'_>) -> Result<(), E>,
        after: impl FnOnce(&Oid) -> Result<(), E>,
    ) -> Result<Oid, E> {
        self.need_identity()?;
        self.need_nothing_unfinished()?;
        let mut making = Making {
            reference: self.checked_out(new.parent)?,
            draft: self.draft(new.parent, new.changes)?,
            former: Former::default(),
            scene: None,
            made: Made::No,
        };
        let made = self.make(new, within, after, &mut making);
        if made.is_err() && self.take_commit_back(new, &making).is_ok() {
            self.take_back(&making.former);
            if let Some(scene) = &making.scene {
                scene.put_back(self, &making.draft).ok();
            }
        }
        made
    }

    fn make<E: From<GitError>>(
        &self,
        new: &NewCommit<'_>,
        within: impl FnOnce(&Draft<'_>) -> Result<(), E>,
        after: impl FnOnce(&Oid) -> Result<(), E>,
        making: &mut Making<'_>,
    ) -> Result<Oid, E> {
        self.carry(new.parent, new.changes, &mut making.former)?;
        let draft = &making.draft;
        let scene = making.scene.insert(Scene::of(self, draft)?);
        within(draft)?;
        draft.take_in(&scene.tree)?;
        let meant = draft.tree()?;
        self.follow(draft, draft.start(), &meant, &mut making.former)?;
        let work = draft.work()?;
        if let Err(error) = draft.commit(new.message, new.args, new.env) {
            if error.is_cut_off() {
                making.made = Made::Perhaps;
            }
            return Err(error.into());
        }
        let made = self
            .reference(&making.reference)?
            .ok_or(GitError::Answer("commit"))?;
        making.made = Made::Yes(made.clone());
        // First of all: until then the user's next commit would take back what hooks added.
        self.follow(draft, &meant, &made, &mut making.former)?;
        let tree = self.tree_upon(&made, new.parent)?;
        let by_hooks = differences(draft.git_aside(), &meant, &tree)?;
        refuse_lost(draft, &by_hooks, &tree)?;
        let unfinished = differences(draft.git_aside(), &meant, &work)?;
        let swept = scene.swept(draft, &by_hooks, &unfinished)?;
        if !swept.is_empty() {
            return Err(GitError::Swept(swept).into());
        }
        after(&made)?;
        Ok(made)
    }

    /// Brings git's index forward by what commands and hooks added to a commit.
    fn follow(
        &self,
        draft: &Draft<'_>,
        from: &Oid,
        to: &Oid,
        former: &mut Former,
    ) -> Result<(), GitError> {
        let git = || draft.git_aside();
        let entries = self.followed_by_index(&differences(git(), from, to)?, &git)?;
        self.restage_noting(entries, former)
    }

    /// Returns the full name of what a commit moves on: the branch that is checked out, or `HEAD`.
    fn checked_out(&self, parent: &Oid) -> Result<String, GitError> {
        let branch = self.branch()?;
        let reference = branch.map_or("HEAD".into(), |branch| format!("refs/heads/{branch}"));
        match self.reference(&reference)? {
            Some(found) if found == *parent => Ok(reference),
            found => Err(GitError::Moved {
                wanted: parent.short().to_owned(),
                found: found.map_or("none".into(), |found| format!("commit {}", found.short())),
            }),
        }
    }

    /// Returns the tree of a commit, which must have this parent and no other.
    fn tree_upon(&self, commit: &Oid, parent: &Oid) -> Result<Oid, GitError> {
        let asked = [format!("{commit}^{{tree}}"), format!("{commit}^@")];
        let answer = self.git().arg("rev-parse").args(asked).run()?.text();
        let mut lines = answer.lines();
        let tree = lines.next().and_then(Oid::new);
        let tree = tree.ok_or(GitError::Answer("rev-parse"))?;
        if !lines.eq([parent.as_str()]) {
            return Err(GitError::OtherParent(parent.short().to_owned()));
        }
        Ok(tree)
    }

    /// Moves HEAD back to where it was, when the commit was made. An error when that could not be done.
    fn take_commit_back(&self, new: &NewCommit<'_>, making: &Making<'_>) -> Result<(), GitError> {
        let now = self.reference(&making.reference)?;
        let made = match (&making.made, &now) {
            (Made::Yes(made), Some(now)) if now != new.parent => made,
            (Made::Perhaps, Some(now)) if now != new.parent && self.is_made_of(new, now)? => now,
            _ => return Ok(()),
        };
        self.git()
            .args(["update-ref", "--no-deref", "-m", "commit taken back"])
            .args([&*making.reference, new.parent.as_str(), made.as_str()])
            .run()?;
        Ok(())
    }

    /// Whether a commit is the one that was to be made, and not somebody else's.
    fn is_made_of(&self, new: &NewCommit<'_>, commit: &Oid) -> Result<bool, GitError> {
        let asked = ["cat-file", "commit", commit.as_str()];
        let text = self.git().args(asked).run()?.stdout;
        let has_message = String::from_utf8_lossy(&text).contains(new.message.trim_end());
        Ok(has_message && self.tree_upon(commit, new.parent).is_ok())
    }

    /// Refuses to go on where `git commit` would finish a merge and the like.
    fn need_nothing_unfinished(&self) -> Result<(), GitError> {
        for (name, what) in [
            ("MERGE_HEAD", "merge"),
            ("CHERRY_PICK_HEAD", "cherry-pick"),
            ("REVERT_HEAD", "revert"),
        ] {
            let is_file = self.git_dir().join(name).exists();
            if is_file || matches!(self.reference(name), Ok(Some(_))) {
                return Err(GitError::Unfinished(what));
            }
        }
        Ok(())
    }

    /// Refuses to go on where git would make up an author from the account and the machine's name.
    pub fn need_identity(&self) -> Result<(), GitError> {
        let configured = self
            .git()
            .args([
                "config",
                "--name-only",
                "--get-regexp",
                r"^(user|author|committer)\.(name|email)$",
            ])
            .output()?
            .text();
        let is_configured = |key: &str| configured.lines().any(|line| line == key);
        for (person, prefix) in [("author", "GIT_AUTHOR"), ("committer", "GIT_COMMITTER")] {
            for (part, variable) in [("name", "NAME"), ("email", "EMAIL")] {
                let known = is_set(&format!("{prefix}_{variable}"))
                    || is_configured(&format!("user.{part}"))
                    || is_configured(&format!("{person}.{part}"))
                    || (part == "email" && is_set("EMAIL"));
                if !known {
                    return Err(GitError::NoIdentity);
                }
            }
        }
        Ok(())
    }
}

/// Refuses a commit that lacks a change it was made for, where no hook staged it so.
fn refuse_lost(draft: &Draft<'_>, by_hooks: &Differences, tree: &Oid) -> Result<(), GitError> {
    let unstaged = differences(draft.git_aside(), &draft.tree()?, tree)?;
    let mut paths = by_hooks.keys().filter(|path| draft.is_for(path));
    match paths.find(|path| unstaged.contains_key(*path)) {
        Some(path) => Err(GitError::NotAsStaged(path.clone())),
        None => Ok(()),
    }
}
