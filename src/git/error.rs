//! Why git could not be asked, or could not do what was asked.
//!
//! Not what is wrong with a project: that is a finding.
use crate::command::CommandError;
use crate::source::RepoPath;
use std::path::PathBuf;

/// Why git could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository.
    #[error("`{}` is not in a git repository", .0.display())]
    NotARepository(PathBuf),
    /// There is no such folder.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// It has no working tree.
    #[error("`{}` is a bare repository; it has no files to look at", .0.display())]
    Bare(PathBuf),
    /// It has no working tree, and something in it was to be looked at.
    #[error("`{}` is a bare repository, in which nothing is checked out or staged; name a commit with `--rev`", .0.display())]
    NothingCheckedOut(PathBuf),
    /// Nothing has this name.
    #[error("`{0}` names no commit in this repository")]
    NoCommit(String),
    /// A file is staged in conflicting versions.
    #[error("`{0}` has merge conflicts; resolve and `git add` it first")]
    Conflicted(RepoPath),
    /// A file could not be read.
    #[error("cannot read `{path}`: {source}")]
    Read {
        /// The file.
        path: RepoPath,
        /// Why.
        source: std::io::Error,
    },
    /// A file is recorded, but its content is not there: a partial clone, or a damaged repository.
    #[error("the content of `{path}` is not in this repository: {source}")]
    NoContent {
        /// The file.
        path: RepoPath,
        /// Why.
        source: CommandError,
    },
    /// A change was made for another content than the commit has.
    #[error("`{path}` in commit {commit} is not what the change was made for")]
    Changed {
        /// The file.
        path: RepoPath,
        /// The commit, short.
        commit: String,
    },
    /// A change names something that is no file, or names one file twice with different content.
    #[error("`{0}` cannot be changed: it is no file of its own in the commit")]
    NotAFile(RepoPath),
    /// Changes cannot be brought into the user's own unfinished work.
    #[error("your own changes to {} are in the lines that the release changes; commit or stash them first", listed(.0))]
    WouldConflict(Vec<RepoPath>),
    /// Nobody may write the file.
    #[error("`{0}` is read-only; make it writable with `chmod u+w {0}` first")]
    ReadOnly(RepoPath),
    /// What is to be committed was decided for another commit than the one that is checked out.
    #[error("commit {wanted} is to be built upon, but {found} is checked out now")]
    Moved {
        /// The commit that was to be built upon, short.
        wanted: String,
        /// The one that is checked out, short.
        found: String,
    },
    /// A ref elsewhere is another commit than it just was.
    #[error("`{0}` moved while it was looked at; run the same command again")]
    MovedThere(String),
    /// `git commit` would finish something else.
    #[error(
        "a {0} is not finished; finish it with `git {0} --continue` or drop it with `git {0} --abort`"
    )]
    Unfinished(&'static str),
    /// A commit would change nothing.
    #[error("there is nothing to commit: every file is as it is in commit {0}")]
    Empty(String),
    /// What commands did to files cannot be told from what the user did.
    #[error("the commands that run before the commit changed lines of {} that hold your own changes; commit or stash them first", listed(.0))]
    Entangled(Vec<RepoPath>),
    /// The user's unfinished work got into the commit, which was taken back.
    #[error("a hook or an option of `git commit` put your own changes to {} into the commit, which was taken back; commit or stash them first", listed(.0))]
    Swept(Vec<RepoPath>),
    /// The commit is not the one that was to be made, and was taken back.
    #[error(
        "`git commit` did not build upon commit {0} alone, and was taken back; a hook or an option has it do something else"
    )]
    OtherParent(String),
    /// A file of the commit is not what was to be committed, and no hook staged it so.
    #[error("`{0}` did not get into the commit as it was staged for it; the commit was taken back")]
    NotAsStaged(RepoPath),
    /// Nobody is there to be named as author.
    #[error(
        "git does not know who you are; run `git config --global user.name \"Your Name\"` and `git config --global user.email you@example.com`"
    )]
    NoIdentity,
    /// A temporary file could not be written.
    #[error("cannot write a temporary file: {0}")]
    Temporary(std::io::Error),
    /// A file of the working tree could not be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// The file.
        path: RepoPath,
        /// Why.
        source: std::io::Error,
    },
    /// libgit2 failed.
    #[error("git: {0}")]
    Lib(git2::Error),
    /// The `git` command failed.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The `git` command answered something that could not be read.
    #[error("`git {0}` answered something unexpected")]
    Answer(&'static str),
}

impl GitError {
    /// Whether the `git` command was ended before it could say what came of it.
    pub(super) fn is_cut_off(&self) -> bool {
        matches!(
            self,
            Self::Command(
                CommandError::Failed { status: None, .. }
                    | CommandError::TimedOut { .. }
                    | CommandError::Interrupted { .. }
            )
        )
    }
}

fn listed(paths: &[RepoPath]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        Self::Lib(error)
    }
}
