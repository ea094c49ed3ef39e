//! A repository: opened by libgit2, or worked through the `git` command where libgit2 cannot open it.
//!
//! Not what it holds: `objects` reads that.
use super::error::GitError;
use super::wanted::{Barren, Lists};
use crate::command::Command;
use crate::environment;
use std::cell::{Cell, RefCell, RefMut};
use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// The name of an object: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(Box<str>);

impl Oid {
    /// Reads an object name; `None` when the text is not one.
    pub fn new(hex: &str) -> Option<Self> {
        let fits = matches!(hex.len(), 40 | 64)
            && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(hex.into()))
    }

    /// Whether it is all zeros, which stands for *no object* in hooks.
    pub fn is_zero(&self) -> bool {
        self.0.bytes().all(|byte| byte == b'0')
    }

    /// The first seven digits, for people.
    pub fn short(&self) -> &str {
        &self.0[..7]
    }

    /// All digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<git2::Oid> for Oid {
    fn from(oid: git2::Oid) -> Self {
        Self(oid.to_string().into())
    }
}

/// A repository.
pub struct Repository {
    root: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    is_bare: bool,
    from_environment: bool,
    is_offline: Cell<bool>,
    lib: Option<git2::Repository>,
    /// The folders that a walk found to hold nothing that was wanted.
    barren: RefCell<HashSet<Barren>>,
    /// What git's index was asked for.
    asked_index: RefCell<HashSet<Lists>>,
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repository({})", self.root.display())
    }
}

impl Repository {
    /// Opens the repository that `dir` lies in; a bare one is refused.
    pub fn open(dir: &Path) -> Result<Self, GitError> {
        Self::find(Some(dir))?.with_work_tree()
    }

    /// Opens the repository that a git hook runs for: `GIT_DIR`, `GIT_INDEX_FILE` and their like decide. A bare one is
    /// refused.
    pub fn open_from_environment() -> Result<Self, GitError> {
        Self::find(None)?.with_work_tree()
    }

    /// Opens the repository that `dir` lies in, or that the environment names, bare or not.
    pub(super) fn find(dir: Option<&Path>) -> Result<Self, GitError> {
        // Git does not hash what it reads either: that is `git fsck`'s, and takes longer than all that is done here.
        git2::opts::strict_hash_verification(false);
        let found = match dir {
            Some(dir) => git2::Repository::discover(dir),
            None => git2::Repository::open_from_env(),
        };
        let from_environment = dir.is_none();
        let dir = dir.unwrap_or(Path::new("."));
        let lib = match found {
            Ok(lib) => lib,
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                return Err(GitError::NotARepository(dir.to_owned()));
            }
            Err(_) => return Self::through_command(dir, from_environment),
        };
        let root = lib.workdir().unwrap_or(lib.path()).to_owned();
        if from_environment {
            use_named_index(&lib, &root)?;
        }
        Ok(Self {
            root,
            git_dir: lib.path().to_owned(),
            common_dir: lib.commondir().to_owned(),
            is_bare: lib.workdir().is_none(),
            from_environment,
            is_offline: Cell::new(false),
            lib: Some(lib),
            barren: RefCell::default(),
            asked_index: RefCell::default(),
        })
    }

    fn with_work_tree(self) -> Result<Self, GitError> {
        if self.is_bare {
            return Err(GitError::Bare(self.git_dir));
        }
        Ok(self)
    }

    fn through_command(dir: &Path, from_environment: bool) -> Result<Self, GitError> {
        let mut repository = Self {
            root: dir.to_owned(),
            git_dir: PathBuf::new(),
            common_dir: PathBuf::new(),
            is_bare: false,
            from_environment,
            is_offline: Cell::new(false),
            lib: None,
            barren: RefCell::default(),
            asked_index: RefCell::default(),
        };
        let asked = [
            "rev-parse",
            "--path-format=absolute",
            "--is-bare-repository",
            "--absolute-git-dir",
            "--git-common-dir",
        ];
        let answer = repository.git().args(asked).run()?.text();
        let mut lines = answer.lines();
        let mut next = || lines.next().ok_or(GitError::Answer("rev-parse"));
        repository.is_bare = next()? == "true";
        let git_dir = PathBuf::from(next()?);
        repository.common_dir = PathBuf::from(next()?);
        repository.root = if repository.is_bare {
            git_dir.clone()
        } else {
            let asked = ["rev-parse", "--path-format=absolute", "--show-toplevel"];
            PathBuf::from(repository.git().args(asked).run()?.text())
        };
        repository.git_dir = git_dir;
        Ok(repository)
    }

    /// Whether it has no working tree.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// The repository as libgit2 has it; `None` where that cannot open it.
    pub(super) fn lib(&self) -> Option<&git2::Repository> {
        self.lib.as_ref()
    }

    /// Returns this repository as the environment names it, whose index may have another name in a hook; `None` when that
    /// is another one.
    pub(super) fn of_environment(&self) -> Option<Self> {
        Self::find(None)
            .ok()
            .filter(|named| named.git_dir == self.git_dir)
    }

    /// Whether git's index was asked for these names before.
    pub(super) fn is_index_read(&self, lists: Lists) -> bool {
        !self.asked_index.borrow_mut().insert(lists)
    }

    /// The folders that a walk found to hold nothing that was wanted.
    pub(super) fn barren(&self) -> RefMut<'_, HashSet<Barren>> {
        self.barren.borrow_mut()
    }

    /// The top folder of the working tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The git directory; a linked worktree's own one.
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git directory that linked worktrees share.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// From now on git opens no connection: for a hook of a push, of which git tells nothing in the environment.
    pub fn stay_offline(&self) {
        self.is_offline.set(true);
    }

    /// The `git` command in this repository. Objects are as they are, and as others get them: nothing that
    /// `git replace` put in their place counts, as libgit2 knows nothing of it either.
    pub fn git(&self) -> Command {
        let mut git = self.plain_git().env("GIT_NO_REPLACE_OBJECTS", "1");
        if self.is_offline.get() || environment::is_hook() {
            // What a partial clone lacks stays away.
            git = git.env("GIT_NO_LAZY_FETCH", "1");
        }
        if self.is_offline.get() {
            // Git before 2.45 does not know that word.
            git = git.env("GIT_ALLOW_PROTOCOL", "none");
        }
        git
    }

    fn plain_git(&self) -> Command {
        if !self.from_environment {
            return Command::git(&self.root);
        }
        let git = Command::new("git")
            .dir(&self.root)
            .env("GIT_TERMINAL_PROMPT", "0");
        // What is said relative to this process's folder is not relative to the top.
        let is_moved = environment::is_set("GIT_DIR") && self.git_dir.is_absolute();
        match (is_moved, self.is_bare) {
            (true, false) => git
                .env("GIT_DIR", &self.git_dir)
                .env("GIT_WORK_TREE", &self.root),
            (true, true) => git.env("GIT_DIR", &self.git_dir),
            (false, _) => git,
        }
    }

    /// Returns a setting of git's configuration; `None` when it is not set or empty.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let output = self.git().args(["config", "--get", key]).output()?;
        match output.status {
            Some(0) => Ok(Some(output.text()).filter(|value| !value.is_empty())),
            Some(1) => Ok(None),
            _ => Err(output
                .successful()
                .map(|_| GitError::Answer("config"))
                .unwrap_or_else(GitError::from)),
        }
    }

    /// The folder in which git looks for hooks; `core.hooksPath` decides, and linked worktrees share it.
    pub fn hooks_dir(&self) -> Result<PathBuf, GitError> {
        let asked = ["rev-parse", "--path-format=absolute", "--git-path", "hooks"];
        Ok(PathBuf::from(self.git().args(asked).run()?.text()))
    }

    /// The commit that is checked out; `None` before the first one.
    pub fn head(&self) -> Result<Option<Oid>, GitError> {
        match self.commit("HEAD") {
            Ok(oid) => Ok(Some(oid)),
            Err(GitError::NoCommit(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The branch that is checked out, without `refs/heads/`; `None` when none is.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let output = self
            .git()
            .args(["symbolic-ref", "--quiet", "HEAD"])
            .output()?;
        Ok(output.text().strip_prefix("refs/heads/").map(str::to_owned))
    }

    /// Returns the commit that a revision names, tags peeled.
    pub fn commit(&self, revision: &str) -> Result<Oid, GitError> {
        let missing = || GitError::NoCommit(revision.to_owned());
        if let Some(lib) = &self.lib {
            let object = lib.revparse_single(revision).map_err(|_| missing())?;
            let commit = object.peel_to_commit().map_err(|_| missing())?;
            return Ok(commit.id().into());
        }
        let asked = format!("{revision}^{{commit}}");
        let output = self
            .git()
            .args([
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &asked,
            ])
            .output()?;
        Oid::new(&output.text()).ok_or_else(missing)
    }

    /// Returns the object that a full ref name points at, not peeled; `None` when there is no such ref.
    pub fn reference(&self, name: &str) -> Result<Option<Oid>, GitError> {
        if let Some(lib) = &self.lib {
            return match lib.find_reference(name).and_then(|found| found.resolve()) {
                Ok(found) => Ok(found.target().map(Oid::from)),
                Err(error)
                    if matches!(
                        error.code(),
                        git2::ErrorCode::NotFound | git2::ErrorCode::InvalidSpec
                    ) =>
                {
                    Ok(None)
                }
                Err(error) => Err(error.into()),
            };
        }
        let output = self
            .git()
            .args(["rev-parse", "--verify", "--quiet", "--end-of-options", name])
            .output()?;
        Ok(Oid::new(&output.text()))
    }

    /// Whether `ancestor` is `commit` or one of its ancestors.
    pub fn is_ancestor(&self, ancestor: &Oid, commit: &Oid) -> Result<bool, GitError> {
        if ancestor == commit {
            return Ok(true);
        }
        if let Some(lib) = &self.lib {
            let id = |oid: &Oid| git2::Oid::from_str(oid.as_str());
            return Ok(lib.graph_descendant_of(id(commit)?, id(ancestor)?)?);
        }
        let asked = [
            "merge-base",
            "--is-ancestor",
            ancestor.as_str(),
            commit.as_str(),
        ];
        let output = self.git().args(asked).output()?;
        match output.status {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(output
                .successful()
                .map(|_| GitError::Answer("merge-base"))
                .unwrap_or_else(GitError::from)),
        }
    }
}

/// Opens the index that `GIT_INDEX_FILE` names from the top of the working tree, as git does wherever a hook went to.
fn use_named_index(lib: &git2::Repository, root: &Path) -> Result<(), git2::Error> {
    match environment::variable("GIT_INDEX_FILE").map(PathBuf::from) {
        Some(path) if path.is_relative() => {
            lib.set_index(&mut git2::Index::open(&root.join(path))?)
        }
        _ => Ok(()),
    }
}
