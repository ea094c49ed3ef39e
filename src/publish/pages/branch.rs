//! The branch that pages are committed to.
//!
//! What is checked out and what is staged is never touched: the commit is made beside both.
use crate::git::{Oid, Repository};
use crate::index::{Directory, IndexedFile};
use crate::publish::material::Material;
use crate::source::RepoPath;
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

/// The folder of the branch that the pages are in.
const FOLDER: &str = "simple";

/// The file that keeps GitHub from running the pages through Jekyll, which leaves out names that begin with `_`.
const NO_JEKYLL: &str = ".nojekyll";

/// A branch, as it was when it was looked at.
pub(super) struct Branch<'m> {
    repository: &'m Repository,
    name: String,
    /// The commit that the pages come on top of.
    tip: Option<Oid>,
    /// The remote that is pushed to.
    remote: Option<String>,
}

impl<'m> Branch<'m> {
    /// Looks at a branch: on the remote when it is to be pushed, else here.
    pub(super) fn of(material: &'m Material, name: &str, is_pushed: bool) -> anyhow::Result<Self> {
        let Some(repository) = material.repository.as_deref() else {
            bail!("`--branch {name}` needs a git repository, and there is none here");
        };
        if !crate::git::is_tag_name(name) || name.starts_with('-') {
            bail!("`{name}` is no name for a branch");
        }
        let reference = format!("refs/heads/{name}");
        let own = repository.reference(&reference)?;
        if !is_pushed {
            if let Some(folder) = repository.checked_out_in(name)? {
                bail!(
                    "the branch `{name}` is checked out in `{}`, where this commit would look like a change\nhint: `git switch` to another branch there, or add `--push`, which leaves this repository's branch alone",
                    folder.display()
                );
            }
            return Ok(Self {
                tip: match own {
                    Some(own) => Some(own),
                    None => remembered(repository, name)?,
                },
                repository,
                name: name.to_owned(),
                remote: None,
            });
        }
        let remote = repository.default_remote()?.with_context(|| {
            format!(
                "there is no remote that `{name}` could be pushed to; `git remote add` adds one"
            )
        })?;
        let there = repository.remote_refs(&remote)?;
        let there = there.into_iter().find(|(found, _)| *found == reference);
        if there.is_some() {
            repository.bring(&remote, &reference)?;
        }
        Ok(Self {
            repository,
            name: name.to_owned(),
            tip: there.map(|(_, oid)| oid),
            remote: Some(remote),
        })
    }

    /// What the page of a project on the branch says.
    pub(super) fn said(&self, project: &str) -> anyhow::Result<Vec<IndexedFile>> {
        let Some(tip) = &self.tip else {
            return Ok(Vec::new());
        };
        let page = self
            .repository
            .file_at(tip, &format!("{FOLDER}/{project}/index.json"))?;
        Ok(page
            .map(|page| Directory::said_by(&page))
            .unwrap_or_default())
    }

    /// Commits the pages of a folder, and pushes them where that is asked for; returns a line that says so.
    pub(super) fn commit(&self, folder: &Path) -> anyhow::Result<String> {
        self.repository.need_identity()?;
        let simple = folder.join(FOLDER);
        let mut files = Vec::new();
        collect(&simple, &simple, &mut files)
            .with_context(|| format!("cannot read `{}`", simple.display()))?;
        let empty = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
        let marker = RepoPath::new(NO_JEKYLL).context("a name is no path")?;
        files.push((marker, empty.path().to_owned()));
        let message = "Package index\n";
        let made = self
            .repository
            .commit_beside(self.tip.as_ref(), FOLDER, &files, message)?;
        let Some(commit) = made else {
            return Ok(format!("`{}` has these pages already\n", self.name));
        };
        let short = commit.short();
        if let Some(remote) = &self.remote {
            let refspec = format!("{commit}:refs/heads/{}", self.name);
            self.repository.push(remote, &[refspec]).with_context(|| {
                format!("the pages were not pushed to `{}` of `{remote}`; run the same command again, which starts from what is there then", self.name)
            })?;
            return Ok(format!(
                "pushed: the pages, as commit {short} of `{}` on `{remote}`\n",
                self.name
            ));
        }
        let own = self
            .repository
            .reference(&format!("refs/heads/{}", self.name))?;
        self.repository
            .move_branch(&self.name, own.as_ref(), &commit)?;
        Ok(format!(
            "committed: the pages, as commit {short} of `{}`; `--push` pushes them\n",
            self.name
        ))
    }
}

/// What the remote's branch was when it was last fetched.
fn remembered(repository: &Repository, name: &str) -> anyhow::Result<Option<Oid>> {
    let Some(remote) = repository.default_remote()? else {
        return Ok(None);
    };
    Ok(repository.reference(&format!("refs/remotes/{remote}/{name}"))?)
}

/// The files below a folder, each with its path on the branch.
fn collect(top: &Path, folder: &Path, files: &mut Vec<(RepoPath, PathBuf)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            collect(top, &path, files)?;
        } else if let Some(below) = RepoPath::below(top, &path).filter(|_| !is_hidden)
            && let Some(path_there) =
                RepoPath::new(FOLDER).and_then(|own| own.join(below.as_bytes()))
        {
            files.push((path_there, path));
        }
    }
    Ok(())
}
