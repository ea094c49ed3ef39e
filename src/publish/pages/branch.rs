//! The branch that pages are committed to.
//!
//! What is checked out and what is staged is never touched: the commit is made beside both.
use crate::git::{Oid, Repository};
use crate::index::{Directory, IndexedFile};
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
    pub(super) name: String,
    /// The commit that the pages come on top of.
    pub(super) tip: Option<Oid>,
    /// The remote that is pushed to.
    pub(super) remote: Option<String>,
}

impl<'m> Branch<'m> {
    /// Looks at a branch: on the remote when it is to be pushed, else here.
    pub(super) fn of(
        repository: &'m Repository,
        name: &str,
        is_pushed: bool,
    ) -> anyhow::Result<Self> {
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
        let tip = on_remote(repository, &remote, name)?;
        if tip.is_some() {
            repository.bring(&remote, &reference)?;
        }
        Ok(Self {
            repository,
            name: name.to_owned(),
            tip,
            remote: Some(remote),
        })
    }

    /// What the page of a project on the branch says.
    pub(super) fn said(&self, project: &str) -> anyhow::Result<Vec<IndexedFile>> {
        let Some(tip) = &self.tip else {
            return Ok(Vec::new());
        };
        let page = |kind: &str| {
            let path = format!("{FOLDER}/{project}/index.{kind}");
            let page = self.repository.file_at(tip, &path);
            page.map(Option::unwrap_or_default)
        };
        let (json, html) = (page("json")?, page("html")?);
        Ok(Directory::said_by(project, &json, &html))
    }

    /// The host that the pages are served from, where the branch names one of its own (`CNAME`).
    pub(super) fn host(&self) -> anyhow::Result<Option<String>> {
        let Some(tip) = &self.tip else {
            return Ok(None);
        };
        let told = self.repository.file_at(tip, "CNAME")?.unwrap_or_default();
        let told = String::from_utf8_lossy(&told).trim().to_owned();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        Ok(Some(told).filter(|host| !host.is_empty() && host.chars().all(is_plain)))
    }

    /// Whether the branch has the pages of a folder, and no others.
    pub(super) fn has(&self, folder: &Path) -> anyhow::Result<bool> {
        let Some(tip) = &self.tip else {
            return Ok(false);
        };
        let pages = Pages::of(folder)?;
        Ok(self.repository.has_beside(tip, FOLDER, &pages.files)?)
    }

    /// Commits the pages of a folder, and pushes them where that is asked for.
    pub(super) fn commit(&self, folder: &Path) -> anyhow::Result<Committed> {
        self.repository.need_identity()?;
        let pages = Pages::of(folder)?;
        let message = "Package index\n";
        let made =
            self.repository
                .commit_beside(self.tip.as_ref(), FOLDER, &pages.files, message)?;
        let Some(commit) = made else {
            return Ok(Committed::Nothing);
        };
        if let Some(remote) = &self.remote {
            return self.push(remote, commit);
        }
        let own = self
            .repository
            .reference(&format!("refs/heads/{}", self.name))?;
        self.repository
            .move_branch(&self.name, own.as_ref(), &commit)?;
        Ok(Committed::Here(commit))
    }

    /// Pushes the pages, unless somebody was faster.
    fn push(&self, remote: &str, commit: Oid) -> anyhow::Result<Committed> {
        let Err(error) = self.repository.push_beside(remote, &self.name, &commit) else {
            return Ok(Committed::Pushed(commit));
        };
        let there = on_remote(self.repository, remote, &self.name)?;
        // A push may arrive though its answer was lost.
        if there.as_ref() == Some(&commit) {
            return Ok(Committed::Pushed(commit));
        }
        if there != self.tip {
            return Ok(Committed::Lost);
        }
        Err(error).with_context(|| {
            format!(
                "the pages were not pushed to `{}` of `{remote}`; run the same command again when whoever releases may push there",
                self.name
            )
        })
    }

    /// A line that says what became of the pages.
    pub(super) fn line(&self, committed: &Committed) -> String {
        let (name, remote) = (&self.name, self.remote.as_deref().unwrap_or_default());
        match committed {
            Committed::Nothing => format!("`{name}` has these pages already\n"),
            Committed::Here(commit) => format!(
                "committed: the pages, as commit {} of `{name}`; `--push` pushes them\n",
                commit.short()
            ),
            Committed::Pushed(commit) => format!(
                "pushed: the pages, as commit {} of `{name}` on `{remote}`\n",
                commit.short()
            ),
            Committed::Lost => {
                format!("somebody else pushed to `{name}` of `{remote}` meanwhile\n")
            }
        }
    }
}

/// What became of pages that were to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Committed {
    /// The branch has them already.
    Nothing,
    /// The branch here has them, by this commit.
    Here(Oid),
    /// The branch on the remote has them, by this commit.
    Pushed(Oid),
    /// Somebody else pushed to the branch first.
    Lost,
}

/// The files that a branch of pages has.
struct Pages {
    files: Vec<(RepoPath, PathBuf)>,
    /// Holds an empty file for as long as it may be read.
    _empty: tempfile::NamedTempFile,
}

impl Pages {
    fn of(folder: &Path) -> anyhow::Result<Self> {
        let simple = folder.join(FOLDER);
        let mut files = Vec::new();
        collect(&simple, &simple, &mut files)
            .with_context(|| format!("cannot read `{}`", simple.display()))?;
        let empty = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
        let marker = RepoPath::new(NO_JEKYLL).context("a name is no path")?;
        files.push((marker, empty.path().to_owned()));
        Ok(Self {
            files,
            _empty: empty,
        })
    }
}

/// The commit of a branch on a remote.
fn on_remote(repository: &Repository, remote: &str, name: &str) -> anyhow::Result<Option<Oid>> {
    let reference = format!("refs/heads/{name}");
    let refs = repository.remote_refs(remote)?.into_iter();
    Ok(refs
        .filter(|(found, _)| *found == reference)
        .map(|(_, oid)| oid)
        .next())
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
