//! The folder in which git looks for hook files, and whose it is.
//!
//! Not what stands in it: that is `file`'s.
use super::error::HookError;
use super::{Hook, file};
use crate::git::{GitError, Repository};
use std::path::{Path, PathBuf};

/// The folder in which git looks for hook files.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its path, absolute.
    pub(super) path: PathBuf,
    /// What `core.hooksPath` says; `None` when it is not set.
    pub(super) set: Option<String>,
    /// Whether it serves other repositories too.
    pub(super) is_shared: bool,
}

impl Folder {
    /// Asks git: `core.hooksPath` decides, and linked worktrees share what it does not.
    pub(super) fn of(repository: &Repository) -> Result<Self, HookError> {
        let asked = ["config", "--show-scope", "--get", "core.hooksPath"];
        let output = repository
            .git()
            .args(asked)
            .output()
            .map_err(GitError::from)?;
        let text = output.text();
        let (scope, set) = match text.split_once('\t') {
            Some((scope, value)) => (scope, Some(value.to_owned())),
            None => ("", None),
        };
        // Git takes an empty path for none, and runs no hook.
        let is_none = set.as_deref() == Some("");
        Ok(Self {
            path: if is_none {
                repository.common_dir().join("hooks")
            } else {
                repository.hooks_dir()?
            },
            set,
            is_shared: is_none || !matches!(scope, "" | "local" | "worktree"),
        })
    }

    /// The folders in which our files may be: this one, and the one that git would look into without `core.hooksPath`.
    pub(super) fn all_own(&self, repository: &Repository) -> Vec<PathBuf> {
        let own = repository.common_dir().join("hooks");
        let mut folders = Vec::new();
        if !self.is_shared {
            folders.push(self.path.clone());
        }
        if self.is_shared || !is_same(&own, &self.path) {
            folders.push(own);
        }
        folders
    }

    /// Refuses a folder that is not this repository's own, or none.
    pub(super) fn refuse_shared(&self, hook: Hook) -> Result<(), HookError> {
        match &self.set {
            Some(set) if set.is_empty() => Err(HookError::NoFolder(String::new())),
            Some(set) if self.is_shared => Err(HookError::SharedFolder {
                path: set.clone(),
                hook: hook.name(),
                command: hook.commands().join(" && "),
            }),
            Some(set) if self.is_no_folder() => Err(HookError::NoFolder(set.clone())),
            _ => Ok(()),
        }
    }

    /// Whether what should be the folder is something else: `/dev/null` is a way to switch hooks off.
    pub(super) fn is_no_folder(&self) -> bool {
        file::exists(&self.path) && !self.path.is_dir()
    }

    /// The path of a hook file from the top of the working tree; `None` when it does not lie in that.
    pub(super) fn in_work_tree(&self, repository: &Repository, hook: Hook) -> Option<PathBuf> {
        let root = repository.root().canonicalize().ok()?;
        let git_dir = repository.common_dir().canonicalize().ok()?;
        let folder = existing(&self.path)?;
        let is_inside = folder.starts_with(&root) && !folder.starts_with(&git_dir);
        let file = folder.join(hook.name());
        is_inside.then(|| file.strip_prefix(&root).ok().map(Path::to_owned))?
    }

    /// What whoever has our hook written into this folder should know.
    pub(super) fn note(&self, repository: &Repository, hook: Hook) -> Option<String> {
        if let Some(path) = self.in_work_tree(repository, hook) {
            let ignored = repository
                .git()
                .args(["check-ignore", "--quiet", "--"])
                .arg(&path)
                .output();
            let is_ignored = ignored.is_ok_and(|output| output.status == Some(0));
            return (!is_ignored).then(|| {
                format!(
                    "it lies in your working tree; do not commit `{}`, which names a folder of this machine",
                    path.display()
                )
            });
        }
        let real = self.path.canonicalize().ok()?;
        let is_link = self.path.is_symlink();
        let is_own = real.starts_with(repository.common_dir().canonicalize().ok()?);
        (is_link && !is_own).then(|| {
            format!(
                "`{}` is a link to `{}`; whatever else uses that folder runs the hook too",
                self.path.display(),
                real.display()
            )
        })
    }
}

/// Whether a file is under version control.
pub(super) fn is_tracked(repository: &Repository, path: &Path) -> bool {
    let asked = repository
        .git()
        .args(["ls-files", "--error-unmatch", "--"])
        .arg(path)
        .output();
    asked.is_ok_and(|output| output.status == Some(0))
}

/// The real path of a folder, which need not exist yet.
fn existing(folder: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut at = folder;
    loop {
        if let Ok(real) = at.canonicalize() {
            return Some(
                missing
                    .iter()
                    .rev()
                    .fold(real, |path, name| path.join(name)),
            );
        }
        missing.push(at.file_name()?);
        at = at.parent()?;
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
