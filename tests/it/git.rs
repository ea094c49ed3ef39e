//! Repositories: what they hold, and commits that are made beside unfinished work.
mod commands;
mod commit;
mod forward;
mod hooks;
mod layouts;
mod refs;
mod sign;
mod undo;
mod wanted;

use crate::support::Scratch;
use release_guard::edit::FileChange;
use release_guard::git::{GitError, NewCommit, Oid, Repository};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const TEN: &str = "one\ntwo\nthree\nfour\nversion = 1\nsix\nseven\neight\nnine\nten\n";

fn scratch(files: &[(&str, &str)]) -> (Scratch, Repository, Oid) {
    let scratch = Scratch::with_commit(files);
    let hooks = scratch.root().join(".git/hooks");
    for (key, value) in [
        ("user.name", "A. Author"),
        ("user.email", "author@example.com"),
        ("commit.gpgSign", "false"),
        ("tag.gpgSign", "false"),
        ("core.autocrlf", "false"),
        ("core.hooksPath", hooks.to_str().unwrap()),
    ] {
        scratch.git(&["config", key, value]);
    }
    let (repository, head) = opened(&scratch.root());
    (scratch, repository, head)
}

fn opened(root: &Path) -> (Repository, Oid) {
    let repository = Repository::open(root).unwrap();
    let head = repository.head().unwrap().unwrap();
    (repository, head)
}

fn change(path: &str, before: &str, after: &str) -> FileChange {
    FileChange {
        path: path.into(),
        before: Arc::from(before.as_bytes()),
        after: Arc::from(after.as_bytes()),
    }
}

fn bumped(text: &str) -> String {
    text.replace("version = 1", "version = 2")
}

fn bump() -> Vec<FileChange> {
    vec![change("a.txt", TEN, &bumped(TEN))]
}

/// A commit with the message `bump`.
fn new<'c>(parent: &'c Oid, changes: &'c [FileChange]) -> NewCommit<'c> {
    NewCommit {
        parent,
        changes,
        message: "bump",
        args: &[],
        env: &[],
    }
}

/// Commits without commands before it and nothing after it.
fn commit(repository: &Repository, new: &NewCommit<'_>) -> Result<Oid, GitError> {
    repository.commit_changes(new, |_| Ok(()), |_| Ok(()))
}

/// Installs a hook of the repository, in sh.
fn hook(scratch: &Scratch, name: &str, body: &str) {
    let path = format!(".git/hooks/{name}");
    scratch.write(&path, format!("#!/bin/sh\nset -e\n{body}\n"));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(scratch.root().join(path), mode).unwrap();
}

/// All that a commit that fails must leave as it was.
#[derive(Debug, PartialEq, Eq)]
struct State {
    head: String,
    branch: (i32, String),
    status: String,
    staged: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl State {
    fn of(scratch: &Scratch) -> Self {
        let mut files = bytes_below(&scratch.root());
        files.retain(|path, _| !path.contains("/.git/"));
        Self {
            head: scratch.git(&["rev-parse", "HEAD"]),
            branch: scratch.try_git(&["symbolic-ref", "HEAD"]),
            status: scratch.git(&["status", "--porcelain"]),
            staged: scratch.git(&["ls-files", "--stage", "-t"]),
            files,
        }
    }
}

/// Every file below a folder with its bytes.
fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.insert(path.to_str().unwrap().to_owned(), bytes);
            }
        }
    }
    found
}
