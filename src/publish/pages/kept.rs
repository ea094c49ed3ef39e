//! The index of all releases on its branch, as the last step of a release keeps it: looked at, and made right.
//!
//! Made anew from the list of releases each time, in a folder of its own, so that it does not matter what somebody did to
//! the branch.
use super::branch::{Branch, Committed};
use super::maker::{Maker, Read};
use super::{TRIES, lost, pages_line, private};
use crate::dist::FileName;
use crate::forge::Visibility;
use crate::git::Repository;
use crate::github::{GithubError, Release, Releases, Site, of_tag};
use crate::http::{Client, Moment, Watch, backoff, wait_for};
use crate::index::Directory;
use crate::publish::found::Files;
use crate::publish::material::{Watching, told};
use crate::terminal::Terminal;
use crate::version::Version;
use anyhow::{Context as _, bail};
use std::path::PathBuf;

/// The branch that GitHub offers for pages.
pub(in crate::publish) const GH_PAGES: &str = "gh-pages";

/// How often the list of releases is asked for until it has one that was just published.
const LOOKS: u32 = 5;

/// An index that is kept on a branch of the remote.
pub(in crate::publish) struct Kept<'k> {
    pub(in crate::publish) site: &'k Site,
    pub(in crate::publish) repository: &'k Repository,
    /// The branch.
    pub(in crate::publish) branch: &'k str,
    /// The folder of the distributions, whose bytes need not be fetched to be read.
    pub(in crate::publish) dist: PathBuf,
    /// What was read in this run already.
    pub(in crate::publish) read: &'k Read,
    pub(in crate::publish) terminal: &'k Terminal,
}

impl Kept<'_> {
    /// Whether the branch has the index as it should be; how many files that has. `None` as long as the release of the tag
    /// is not published.
    pub(in crate::publish) fn look(&self, tag: &str) -> anyhow::Result<Option<(bool, usize)>> {
        self.with_releases(|releases, _| {
            let list = releases.list()?;
            if !shows(&list, tag) {
                return Ok(None);
            }
            let branch = Branch::of(self.repository, self.branch, true)?;
            let (folder, count) = self.make(releases, &list, &branch)?;
            Ok(Some((branch.has(folder.path())?, count)))
        })
    }

    /// Makes the index right: again from the beginning when somebody else pushed to the branch meanwhile. The release of
    /// `tag` must be in it, which GitHub may list a moment later than it published it.
    pub(in crate::publish) fn make_right(&self, tag: Option<&str>) -> anyhow::Result<()> {
        self.with_releases(|releases, watch| {
            if releases.visibility()? == Visibility::Private {
                self.terminal.warn(&format!(
                    "{}; `publish index DIR --from-releases --copy` makes an index with the files beside it",
                    private(self.site)
                ));
            }
            for _ in 0..TRIES {
                let branch = Branch::of(self.repository, self.branch, true)?;
                let list = listed(releases, tag, watch)?;
                let (folder, _) = self.make(releases, &list, &branch)?;
                let committed = branch.commit(folder.path())?;
                if committed == Committed::Lost {
                    self.terminal.note(branch.line(&committed).trim_end());
                    continue;
                }
                // The pages are there, whether or not GitHub tells who sees them.
                if releases.has_pages().is_ok_and(|has_pages| !has_pages) {
                    self.terminal.note(&format!(
                        "GitHub does not serve pages of `{}` yet; where that stays so, choose the branch `{}` once under Settings, Pages",
                        self.site, self.branch
                    ));
                }
                return Ok(());
            }
            bail!("{}", lost(self.branch))
        })
    }

    /// The files of a version that the index on the branch shows.
    pub(in crate::publish) fn shown(
        &self,
        project: &str,
        version: &Version,
    ) -> anyhow::Result<Files> {
        let branch = Branch::of(self.repository, self.branch, true)?;
        let is_of = |name: &str| FileName::parse(name).is_ok_and(|name| name.version() == version);
        let said = branch.said(project)?.into_iter();
        Ok(said
            .filter(|file| is_of(&file.name))
            .map(|file| (file.name, Some(file.sha256.to_string())))
            .collect())
    }

    /// The line that installs from it; `None` where not everybody may see the files.
    pub(in crate::publish) fn install_line(
        &self,
        requirement: &str,
    ) -> anyhow::Result<Option<String>> {
        let branch = Branch::of(self.repository, self.branch, true)?;
        let host = branch.host()?;
        self.with_releases(|releases, _| {
            // An index that stands is no failure because nobody could say who may see it.
            Ok(match releases.visibility() {
                Ok(Visibility::Public) => Some(pages_line(self.site, host.as_deref(), requirement)),
                _ => None,
            })
        })
    }

    /// Makes the pages in a folder of their own; returns it and how many files they have.
    fn make(
        &self,
        releases: &Releases<'_>,
        list: &[Release],
        branch: &Branch<'_>,
    ) -> anyhow::Result<(tempfile::TempDir, usize)> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let maker = Maker {
            releases,
            directory: Directory::at(folder.path()),
            branch: Some(branch),
            near: Some(&self.dist),
            read: self.read,
            is_copy: false,
        };
        let made = maker.make(list)?;
        Ok((folder, made.values().map(Vec::len).sum()))
    }

    fn with_releases<T>(
        &self,
        work: impl FnOnce(&Releases<'_>, &Watch<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let what = format!("reading the releases of {}", self.site);
        let watching = Watching::new(self.terminal, &what, 0);
        let watch = |moment: Moment| watching.hear(moment);
        let releases = Releases::of(self.site.clone(), Client::new()?, self.site.token(), &watch);
        work(&releases, &watch).map_err(told::<GithubError>)
    }
}

/// Whether a list has the published release of a tag.
fn shows(list: &[Release], tag: &str) -> bool {
    of_tag(list, tag).is_some_and(|release| !release.draft)
}

/// The list of releases, asked for until it shows the one of a tag.
fn listed(
    releases: &Releases<'_>,
    tag: Option<&str>,
    watch: &Watch<'_>,
) -> anyhow::Result<Vec<Release>> {
    let mut list = releases.list()?;
    for attempt in 1..LOOKS {
        let Some(tag) = tag.filter(|tag| !shows(&list, tag)) else {
            break;
        };
        let reason = format!("GitHub does not list the release `{tag}` yet");
        wait_for(reason, backoff(attempt), watch)?;
        list = releases.list()?;
    }
    Ok(list)
}
