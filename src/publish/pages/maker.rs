//! Makes the pages of the releases on GitHub: which files there are, and what is told of each.
//!
//! Not the pages as text: those are `index`'s. What is known of the same bytes is not fetched again.
use super::branch::Branch;
use crate::dist::{self, FileName, Sha256};
use crate::github::{Published, Release, Releases};
use crate::index::{Directory, FileFacts, IndexedFile};
use anyhow::{Context as _, bail};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The files of releases as an index has them, by project.
pub(super) type Site = BTreeMap<String, Vec<IndexedFile>>;

/// What was read of files on GitHub in this run, by their numbers there: one number never stands for two contents.
pub(in crate::publish) type Read = RefCell<BTreeMap<u64, Known>>;

/// What a page tells of a file and only the file itself knows.
#[derive(Debug, Clone)]
pub(in crate::publish) struct Known {
    sha256: Sha256,
    requires_python: Option<String>,
}

/// What makes the pages of releases.
pub(super) struct Maker<'m, 'w> {
    pub(super) releases: &'m Releases<'w>,
    pub(super) directory: Directory,
    /// The branch whose pages may tell it already.
    pub(super) branch: Option<&'m Branch<'m>>,
    /// The folder in which the files of one of the releases lie.
    pub(super) near: Option<&'m Path>,
    pub(super) read: &'m Read,
    /// Whether the files are put beside the pages.
    pub(super) is_copy: bool,
}

impl Maker<'_, '_> {
    /// Makes the pages of these releases.
    pub(super) fn make(&self, list: &[Release]) -> anyhow::Result<Site> {
        let made = self.site(list)?;
        let origin = format!("{}/releases/download/", self.releases.site().page());
        self.directory.make(&made, &origin)?;
        Ok(made)
    }

    /// The files of all releases that are published.
    fn site(&self, list: &[Release]) -> anyhow::Result<Site> {
        let mut site = Site::new();
        for release in list.iter().filter(|release| !release.draft) {
            let yanked = yanked(release.name.as_deref().unwrap_or_default());
            let files = release.files();
            for file in &files {
                let Ok(name) = FileName::parse(&file.name) else {
                    continue;
                };
                let project = name.name().to_string();
                let known = site.entry(project.clone()).or_default();
                // Of two releases with a file of one name the later one counts, which is listed first.
                if known.iter().any(|known| known.name == file.name) {
                    continue;
                }
                let sidecar = format!("{}.metadata", file.name);
                let sidecar = files.iter().find(|other| other.name == sidecar);
                let mut indexed = self.file(&project, file, sidecar).with_context(|| {
                    format!("cannot read `{}` of `{}`", file.name, release.tag_name)
                })?;
                indexed.yanked.clone_from(&yanked);
                known.push(indexed);
            }
        }
        site.retain(|_, files| !files.is_empty());
        Ok(site)
    }

    /// A file as the page tells it. What a page said before of the same bytes is not read again.
    fn file(
        &self,
        project: &str,
        file: &Published,
        sidecar: Option<&Published>,
    ) -> anyhow::Result<IndexedFile> {
        let link = |sha256, python, metadata| self.entry(file, sha256, python, metadata);
        if self.is_copy {
            if let Some(sha256) = file.sha256
                && self.directory.find(project, &file.name)? == Some(sha256)
                && self
                    .directory
                    .said(project)?
                    .iter()
                    .any(|said| said.name == file.name)
            {
                return Ok(link(sha256, None, None));
            }
            let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
            let (path, facts) = self.fetched(project, file, folder.path())?;
            let sha256 = facts.sha256.parse().ok().context("it has no hash")?;
            self.directory.put(&path, &facts)?;
            return Ok(link(sha256, None, None));
        }
        let metadata = sidecar
            .and_then(|sidecar| sidecar.sha256)
            .filter(|_| file.name.ends_with(".whl"));
        let known = match self.read.borrow().get(&file.id).cloned() {
            Some(known) => known,
            None => self.told(project, file, sidecar)?,
        };
        let link = link(known.sha256, known.requires_python.clone(), metadata);
        self.read.borrow_mut().insert(file.id, known);
        Ok(link)
    }

    /// What is to be known of a file: from an earlier page, the file as it lies here, its metadata on GitHub, or itself.
    fn told(
        &self,
        project: &str,
        file: &Published,
        sidecar: Option<&Published>,
    ) -> anyhow::Result<Known> {
        if let Some(sha256) = file.sha256 {
            let earlier = self.known(project, &file.name, sha256)?;
            let requires_python = match (earlier, self.near(&file.name, sha256)?, sidecar) {
                (Some(earlier), ..) => Some(earlier.requires_python),
                (None, Some(metadata), _) => Some(requires_python(&metadata)),
                (None, None, Some(sidecar)) => {
                    let mut bytes = Vec::new();
                    self.releases
                        .download(sidecar.id, &mut |part| bytes.write_all(part))?;
                    Some(requires_python(&bytes))
                }
                (None, None, None) => None,
            };
            if let Some(requires_python) = requires_python {
                return Ok(Known {
                    sha256,
                    requires_python,
                });
            }
        }
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let (_, facts) = self.fetched(project, file, folder.path())?;
        Ok(Known {
            sha256: facts.sha256.parse().ok().context("it has no hash")?,
            requires_python: facts.requires_python,
        })
    }

    /// The metadata of a file that lies here with the same bytes.
    fn near(&self, name: &str, sha256: Sha256) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.near.map(|folder| folder.join(name));
        let Some(path) = path.filter(|path| path.is_file()) else {
            return Ok(None);
        };
        let (_, here) = dist::digest(&path)?;
        Ok(match here == sha256.to_string() {
            true => Some(dist::core_metadata(&path)?),
            false => None,
        })
    }

    /// What the page has of a file.
    fn entry(
        &self,
        file: &Published,
        sha256: Sha256,
        requires_python: Option<String>,
        metadata: Option<Sha256>,
    ) -> IndexedFile {
        IndexedFile {
            name: file.name.clone(),
            sha256,
            size: file.size,
            requires_python,
            metadata,
            url: Some(file.url.clone()).filter(|_| !self.is_copy),
            yanked: None,
        }
    }

    /// What an earlier page says of a file, in the folder or on the branch.
    fn known(
        &self,
        project: &str,
        name: &str,
        sha256: Sha256,
    ) -> anyhow::Result<Option<IndexedFile>> {
        let is_it = |file: &IndexedFile| file.name == name && file.sha256 == sha256;
        let here = self.directory.said(project)?.into_iter().find(is_it);
        Ok(match (here, self.branch) {
            (None, Some(branch)) => branch.said(project)?.into_iter().find(is_it),
            (here, _) => here,
        })
    }

    /// Fetches a file into a folder, compares its hash where that is told, and reads what it says of itself.
    fn fetched(
        &self,
        project: &str,
        file: &Published,
        folder: &Path,
    ) -> anyhow::Result<(PathBuf, FileFacts)> {
        let path = folder.join(&file.name);
        let mut to = std::fs::File::create(&path).context("cannot write a temporary file")?;
        self.releases
            .download(file.id, &mut |part| to.write_all(part))?;
        drop(to);
        let (size, sha256) = dist::digest(&path)?;
        if let Some(told) = file.sha256
            && told.to_string() != sha256
        {
            bail!(
                "it has sha256 {sha256}, and GitHub tells {told}\nhint: run the same command again"
            );
        }
        let metadata = dist::core_metadata(&path)?;
        let facts = FileFacts {
            project: project.to_owned(),
            requires_python: requires_python(&metadata),
            metadata: Some(metadata),
            sha256,
            size,
        };
        Ok((path, facts))
    }
}

fn requires_python(metadata: &[u8]) -> Option<String> {
    dist::Headers::parse(metadata)
        .value("Requires-Python")
        .map(str::to_owned)
}

/// Why a release is yanked, as its title tells it.
fn yanked(title: &str) -> Option<String> {
    let at = title.to_ascii_uppercase().find("[YANKED]")?;
    Some(
        title
            .get(at + "[YANKED]".len()..)
            .unwrap_or_default()
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_that_a_release_is_yanked() {
        for (title, reason) in [
            ("demo 1.0", None),
            ("demo 1.0 [YANKED]", Some("")),
            ("1.0 [yanked] loses data", Some("loses data")),
            ("é [Yanked] é", Some("é")),
        ] {
            assert_eq!(yanked(title).as_deref(), reason);
        }
    }
}
