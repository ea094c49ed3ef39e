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

fn listed(paths: &[RepoPath]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        Self::Lib(error)
    }
}
