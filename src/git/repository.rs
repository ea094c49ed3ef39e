//! A repository: opened by libgit2, or worked through the `git` command where libgit2 cannot open it.
//!
//! Not a bare one: there has to be a working tree.
use super::error::GitError;
use super::snapshot::EntryKind;
use crate::command::Command;
use crate::source::RepoPath;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// An entry of a tree or of what is staged: its path, kind, and object.
pub(super) type RawEntry = (RepoPath, EntryKind, Oid);

/// A repository with a working tree.
pub struct Repository {
    root: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    from_environment: bool,
    lib: Option<git2::Repository>,
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repository({})", self.root.display())
    }
}

impl Repository {
    /// Opens the repository that `dir` lies in.
    pub fn open(dir: &Path) -> Result<Self, GitError> {
        let found = git2::Repository::discover(dir);
        Self::opened(found, dir, false)
    }

    /// Opens the repository that a git hook runs for: `GIT_DIR`, `GIT_INDEX_FILE` and their like decide.
    pub fn open_from_environment() -> Result<Self, GitError> {
        Self::opened(git2::Repository::open_from_env(), Path::new("."), true)
    }

    fn opened(
        found: Result<git2::Repository, git2::Error>,
        dir: &Path,
        from_environment: bool,
    ) -> Result<Self, GitError> {
        let lib = match found {
            Ok(lib) => lib,
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                return Err(GitError::NotARepository(dir.to_owned()));
            }
            Err(_) => return Self::through_command(dir, from_environment),
        };
        let Some(root) = lib.workdir() else {
            return Err(GitError::Bare(lib.path().to_owned()));
        };
        Ok(Self {
            root: root.to_owned(),
            git_dir: lib.path().to_owned(),
            common_dir: lib.commondir().to_owned(),
            from_environment,
            lib: Some(lib),
        })
    }

    fn through_command(dir: &Path, from_environment: bool) -> Result<Self, GitError> {
        let mut repository = Self {
            root: dir.to_owned(),
            git_dir: PathBuf::new(),
            common_dir: PathBuf::new(),
            from_environment,
            lib: None,
        };
        let asked = [
            "rev-parse",
            "--path-format=absolute",
            "--show-toplevel",
            "--absolute-git-dir",
            "--git-common-dir",
        ];
        let answer = repository.git().args(asked).run()?.text();
        let mut lines = answer.lines().map(PathBuf::from);
        let mut next = || lines.next().ok_or(GitError::Answer("rev-parse"));
        repository.root = next()?;
        repository.git_dir = next()?;
        repository.common_dir = next()?;
        Ok(repository)
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

    /// The repository as libgit2 has it; `None` where that cannot open it.
    pub(super) fn lib(&self) -> Option<&git2::Repository> {
        self.lib.as_ref()
    }

    /// The `git` command in this repository.
    pub fn git(&self) -> Command {
        if self.from_environment {
            Command::new("git")
                .dir(&self.root)
                .env("GIT_TERMINAL_PROMPT", "0")
        } else {
            Command::git(&self.root)
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

    /// Returns a blob's bytes.
    pub(super) fn blob(&self, oid: &Oid) -> Result<Arc<[u8]>, GitError> {
        if let Some(lib) = &self.lib
            && let Ok(blob) = lib.find_blob(git2::Oid::from_str(oid.as_str())?)
        {
            return Ok(blob.content().into());
        }
        // A partial clone fetches a missing blob only through the command.
        let output = self.git().args(["cat-file", "blob", oid.as_str()]).run()?;
        Ok(output.stdout.into())
    }

    /// Lists the entries of one folder of a commit's tree, in git's order.
    pub(super) fn tree_level(
        &self,
        commit: &Oid,
        folder: &RepoPath,
    ) -> Result<Vec<RawEntry>, GitError> {
        if let Some(lib) = &self.lib {
            let mut tree = lib
                .find_commit(git2::Oid::from_str(commit.as_str())?)?
                .tree()?;
            for part in folder.parts() {
                let below = tree
                    .iter()
                    .find(|entry| entry.name_bytes() == part)
                    .map(|entry| entry.id());
                let Some(Ok(below)) = below.map(|below| lib.find_tree(below)) else {
                    return Ok(Vec::new());
                };
                tree = below;
            }
            let entry = |entry: git2::TreeEntry<'_>| {
                let path = folder.join(entry.name_bytes())?;
                Some((
                    path,
                    EntryKind::of_mode(entry.filemode() as u32),
                    entry.id().into(),
                ))
            };
            return Ok(tree.iter().filter_map(entry).collect());
        }
        self.tree_level_by_command(commit, folder)
    }

    fn tree_level_by_command(
        &self,
        commit: &Oid,
        folder: &RepoPath,
    ) -> Result<Vec<RawEntry>, GitError> {
        let mut command = self
            .git()
            .args(["ls-tree", "-z", "--full-tree", commit.as_str()]);
        if !folder.is_top() {
            let below = folder.to_path(Path::new("")).join("");
            command = command.arg("--").arg(below);
        }
        let output = command.run()?;
        let lines = output
            .stdout
            .split(|byte| *byte == 0)
            .filter(|line| !line.is_empty());
        lines
            .map(|line| {
                // `<mode> <type> <oid>\t<path>`
                let tab = line.iter().position(|byte| *byte == b'\t')?;
                let head = std::str::from_utf8(&line[..tab]).ok()?;
                let mut words = head.split(' ');
                let mode = u32::from_str_radix(words.next()?, 8).ok()?;
                let oid = Oid::new(words.nth(1)?)?;
                Some((
                    RepoPath::new(&line[tab + 1..])?,
                    EntryKind::of_mode(mode),
                    oid,
                ))
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(GitError::Answer("ls-tree"))
    }

    /// Lists what is staged, sorted by path. Entries that only announce a file (`git add -N`) are left out.
    pub(super) fn staged(&self) -> Result<Vec<RawEntry>, GitError> {
        if let Some(lib) = &self.lib {
            let index = lib.index()?;
            let mut entries = Vec::with_capacity(index.len());
            for entry in index.iter() {
                let Some(path) = RepoPath::new(&entry.path) else {
                    continue;
                };
                if (entry.flags >> 12) & 0b11 != 0 {
                    return Err(GitError::Conflicted(path));
                }
                let announced =
                    git2::IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended)
                        .contains(git2::IndexEntryExtendedFlag::INTENT_TO_ADD);
                if !announced {
                    entries.push((path, EntryKind::of_mode(entry.mode), entry.id.into()));
                }
            }
            return Ok(entries);
        }
        let output = self.git().args(["ls-files", "--stage", "-z"]).run()?;
        let announced = self
            .git()
            .args(["diff", "--name-only", "--diff-filter=A", "-z"])
            .run()?;
        let announced: Vec<&[u8]> = announced.stdout.split(|byte| *byte == 0).collect();
        let mut entries = Vec::new();
        for line in output
            .stdout
            .split(|byte| *byte == 0)
            .filter(|line| !line.is_empty())
        {
            // `<mode> <oid> <stage>\t<path>`
            let parsed = (|| {
                let tab = line.iter().position(|byte| *byte == b'\t')?;
                let mut words = std::str::from_utf8(&line[..tab]).ok()?.split(' ');
                let mode = u32::from_str_radix(words.next()?, 8).ok()?;
                let oid = Oid::new(words.next()?)?;
                Some((
                    RepoPath::new(&line[tab + 1..])?,
                    mode,
                    oid,
                    words.next()? != "0",
                ))
            })();
            let (path, mode, oid, conflicted) = parsed.ok_or(GitError::Answer("ls-files"))?;
            if conflicted {
                return Err(GitError::Conflicted(path));
            }
            if !announced.contains(&path.as_bytes()) {
                entries.push((path, EntryKind::of_mode(mode), oid));
            }
        }
        Ok(entries)
    }
}
