//! A repository on GitHub as a forge: drafts with assets, and what was asked of them.
//!
//! Not the requests: those are `releases`' and `attach`'s.
use super::attach::refuse;
use super::error::GithubError;
use super::release::Release;
use super::releases::{Releases, latest, of_tag, previous};
use super::site::{Site, Token};
use crate::dist::Sha256;
use crate::forge::{
    Asset, Forge, ForgeError, Found, Latest, Standing, Subject, Tagged, VersionOf, Visibility,
    Wanted,
};
use crate::http::{Client, Watch};
use crate::version::Version;
use std::cell::RefCell;

/// GitHub takes no longer notes, in characters.
const NOTES_LIMIT: usize = 125_000;

/// A repository on GitHub, and whoever asks for its releases.
pub struct Hub<'w> {
    releases: Releases<'w>,
    asked: RefCell<Asked>,
}

/// What GitHub said; forgotten when something was done.
#[derive(Default)]
struct Asked {
    list: Option<Vec<Release>>,
    standings: Option<Vec<Standing>>,
}

impl<'w> Hub<'w> {
    /// That of a repository.
    pub fn of(site: Site, client: Client, token: Option<Token>, watch: &'w Watch<'w>) -> Self {
        Self {
            releases: Releases::of(site, client, token, watch),
            asked: RefCell::default(),
        }
    }

    /// Looks at the list of releases, which is asked for once.
    fn with_list<T>(&self, look: impl FnOnce(&[Release]) -> T) -> Result<T, GithubError> {
        if self.asked.borrow().list.is_none() {
            let list = self.releases.list()?;
            self.asked.borrow_mut().list = Some(list);
        }
        let asked = self.asked.borrow();
        Ok(look(asked.list.as_deref().unwrap_or_default()))
    }

    fn release(&self, tag: &str) -> Result<Option<Release>, GithubError> {
        self.with_list(|list| of_tag(list, tag).cloned())
    }

    /// The draft or release, which must be there.
    fn there(&self, tag: &str) -> Result<Release, GithubError> {
        self.release(tag)?
            .ok_or_else(|| GithubError::NoDraft(tag.to_owned()))
    }
}

impl Forge for Hub<'_> {
    fn title(&self) -> &'static str {
        "GitHub"
    }

    fn has_drafts(&self) -> bool {
        true
    }

    fn makes_notes(&self) -> bool {
        true
    }

    fn notes(&self, tag: &str, commit: &str, previous: Option<&str>) -> Result<String, ForgeError> {
        Ok(self.releases.generated_notes(tag, commit, previous)?)
    }

    fn notes_limit(&self) -> usize {
        NOTES_LIMIT
    }

    fn visibility(&self) -> Result<Visibility, ForgeError> {
        Ok(self.releases.visibility()?)
    }

    fn tagged(&self, tag: &str) -> Result<Tagged, ForgeError> {
        Ok(self.releases.tagged(tag)?)
    }

    fn previous(
        &self,
        version: &Version,
        version_of: &VersionOf<'_>,
    ) -> Result<Option<String>, ForgeError> {
        Ok(self.with_list(|list| previous(list, version, version_of))?)
    }

    fn latest(&self, version: &Version, version_of: &VersionOf<'_>) -> Result<Latest, ForgeError> {
        Ok(self.with_list(|list| latest(list, version, version_of))?)
    }

    fn found(&self, subject: &Subject<'_>) -> Result<Option<Found>, ForgeError> {
        let found = self.release(subject.tag)?;
        Ok(found.map(|release| Found {
            is_draft: release.draft,
            is_immutable: release.immutable,
            state: match release.immutable {
                true => "it is published, and immutable".into(),
                false => "it is published".into(),
            },
            body: release.body.unwrap_or_default(),
            page: release.html_url,
        }))
    }

    fn files(&self, subject: &Subject<'_>) -> Result<Vec<(String, Option<Sha256>)>, ForgeError> {
        let published = self.release(subject.tag)?.filter(|found| !found.draft);
        let files = published.map(|found| found.files()).unwrap_or_default();
        let files = files.into_iter();
        Ok(files.map(|file| (file.name, file.sha256)).collect())
    }

    fn download(
        &self,
        subject: &Subject<'_>,
        name: &str,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), ForgeError> {
        let files = self.there(subject.tag)?.files();
        let found = files.into_iter().find(|file| file.name == name);
        let file = found.ok_or_else(|| GithubError::Broken {
            name: name.to_owned(),
            found: "it is not there".into(),
        })?;
        Ok(self.releases.download(file.id, to)?)
    }

    fn draft(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<(), ForgeError> {
        if self.release(subject.tag)?.is_some() {
            return Ok(());
        }
        let made = self.releases.draft(wanted)?;
        // GitHub may list a draft a moment later than it made it, so this one is put into what was asked.
        let mut asked = self.asked.borrow_mut();
        asked.list.get_or_insert_default().push(made);
        asked.standings = None;
        Ok(())
    }

    fn standings(&self, subject: &Subject<'_>) -> Result<Vec<Standing>, ForgeError> {
        if let Some(standings) = &self.asked.borrow().standings {
            return Ok(standings.clone());
        }
        let standings = match self.release(subject.tag)? {
            Some(release) => self.releases.compare(&release, subject.assets)?,
            None => subject.assets.iter().map(|_| Standing::Missing).collect(),
        };
        self.asked.borrow_mut().standings = Some(standings.clone());
        Ok(standings)
    }

    fn refuse(&self, subject: &Subject<'_>, standings: &[Standing]) -> Result<(), ForgeError> {
        if let Some(release) = self.release(subject.tag)? {
            refuse(&release, subject.assets, standings)?;
        }
        Ok(())
    }

    fn strangers(&self, subject: &Subject<'_>) -> Result<Vec<String>, ForgeError> {
        let Some(release) = self.release(subject.tag)? else {
            return Ok(Vec::new());
        };
        let names = release.strangers(subject.assets).into_iter();
        Ok(names.map(str::to_owned).collect())
    }

    fn attach(
        &self,
        subject: &Subject<'_>,
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), ForgeError> {
        let release = self.there(subject.tag)?;
        let standings = self.standings(subject)?;
        self.releases
            .attach(&release, subject.assets, standings, told)?;
        self.asked.borrow_mut().standings = None;
        Ok(())
    }

    fn pending(
        &self,
        subject: &Subject<'_>,
        wanted: &Wanted,
    ) -> Result<Option<String>, ForgeError> {
        let how = match &wanted.latest {
            Latest::Yes => "as the latest release".to_owned(),
            Latest::Prerelease => "as a pre-release".to_owned(),
            Latest::Below(higher) => {
                format!("not as the latest release, since `{higher}` is higher")
            }
        };
        let Some(release) = self.release(subject.tag)? else {
            return Ok(Some(how));
        };
        let change = Releases::change(&release, wanted, &wanted.latest);
        Ok(change.map(|change| match release.draft {
            true => how,
            false => format!("published, with other {}", change.summary()),
        }))
    }

    fn publish(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<(), ForgeError> {
        let release = self.there(subject.tag)?;
        if let Some(change) = Releases::change(&release, wanted, &wanted.latest) {
            let published = self.releases.publish(&release, &change)?;
            let mut asked = self.asked.borrow_mut();
            let list = asked.list.get_or_insert_default();
            list.retain(|other| other.id != published.id);
            list.push(published);
        }
        Ok(())
    }

    fn unpublished(&self, subject: &Subject<'_>) -> Result<Option<String>, ForgeError> {
        let draft = self.release(subject.tag)?.filter(|found| found.draft);
        let site = self.releases.site();
        Ok(draft.map(|_| format!("the draft of `{}` on GitHub (`{site}`)", subject.tag)))
    }

    fn discard(&self, subject: &Subject<'_>) -> Result<(), ForgeError> {
        if let Some(draft) = self.release(subject.tag)?.filter(|found| found.draft) {
            self.releases.discard(&draft)?;
            self.asked.take();
        }
        Ok(())
    }
}
