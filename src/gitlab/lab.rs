//! A project on GitLab as a forge: files in its package registry first, then the release, and what was asked of them.
//!
//! Not the requests: those are `packages`' and `releases`'.
use super::api::Api;
use super::error::GitlabError;
use super::packages::{Package, refuse, words};
use super::releases::{Link, Release, changed, own_commit};
use super::site::{Site, Token};
use crate::dist::Sha256;
use crate::forge::{
    Asset, Forge, ForgeError, Found, Latest, Standing, Subject, Tagged, VersionOf, Visibility,
    Wanted, is_distribution, previous,
};
use crate::http::{Client, Watch, encoded};
use crate::version::Version;
use std::cell::RefCell;

/// GitLab takes no longer notes, in characters.
const NOTES_LIMIT: usize = 1_000_000;

/// A project on GitLab, and whoever asks for its releases.
pub struct Lab<'w> {
    api: Api<'w>,
    asked: RefCell<Asked>,
}

/// What GitLab said; forgotten when something was done.
#[derive(Default)]
struct Asked {
    release: Option<Option<Release>>,
    package: Option<Option<Package>>,
    standings: Option<Vec<Standing>>,
}

impl<'w> Lab<'w> {
    /// That of a project.
    pub fn of(site: Site, client: Client, token: Option<Token>, watch: &'w Watch<'w>) -> Self {
        Self {
            api: Api::new(site, client, token, watch),
            asked: RefCell::default(),
        }
    }

    fn release(&self, tag: &str) -> Result<Option<Release>, GitlabError> {
        if let Some(release) = &self.asked.borrow().release {
            return Ok(release.clone());
        }
        let release = self.api.release(tag)?;
        self.asked.borrow_mut().release = Some(release.clone());
        Ok(release)
    }

    fn package(&self, subject: &Subject<'_>) -> Result<Option<Package>, GitlabError> {
        if let Some(package) = &self.asked.borrow().package {
            return Ok(package.clone());
        }
        let package = self.api.package(subject)?;
        self.asked.borrow_mut().package = Some(package.clone());
        Ok(package)
    }

    fn send_all(
        &self,
        subject: &Subject<'_>,
        standings: &[Standing],
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), GitlabError> {
        refuse(subject.assets, standings)?;
        let both = subject.assets.iter().zip(standings);
        for (asset, _) in both.filter(|(_, standing)| **standing != Standing::Same) {
            self.api.put(subject, asset)?;
            told(asset);
        }
        let package = self.api.package(subject)?;
        let standings = self.api.standings(subject, package.as_ref())?;
        for (asset, standing) in subject.assets.iter().zip(&standings) {
            if *standing != Standing::Same {
                return Err(GitlabError::Broken {
                    name: asset.name.clone(),
                    found: words(standing),
                });
            }
        }
        Ok(())
    }

    /// What is to be done with a release that is there, in words.
    fn left(
        &self,
        subject: &Subject<'_>,
        wanted: &Wanted,
        release: &Release,
    ) -> Result<Option<String>, GitlabError> {
        own_commit(release, &wanted.commit)?;
        let mut left = Vec::new();
        match self.api.unlinked(subject, release)?.len() {
            0 => {}
            1 => left.push("one more link".to_owned()),
            count => left.push(format!("{count} more links")),
        }
        let change = changed(release, wanted).unwrap_or_default();
        for (key, words) in [
            ("name", "another title"),
            ("description", "other notes"),
            ("released_at", "another time"),
        ] {
            if change.contains_key(key) {
                left.push(words.to_owned());
            }
        }
        Ok((!left.is_empty()).then(|| format!("published, with {}", left.join(", "))))
    }
}

impl Forge for Lab<'_> {
    fn title(&self) -> &'static str {
        "GitLab"
    }

    fn has_drafts(&self) -> bool {
        false
    }

    fn makes_notes(&self) -> bool {
        false
    }

    fn notes(
        &self,
        _tag: &str,
        _commit: &str,
        _previous: Option<&str>,
    ) -> Result<String, ForgeError> {
        Ok(String::new())
    }

    fn notes_limit(&self) -> usize {
        NOTES_LIMIT
    }

    fn visibility(&self) -> Result<Visibility, ForgeError> {
        Ok(self.api.visibility()?)
    }

    fn tagged(&self, tag: &str) -> Result<Tagged, ForgeError> {
        Ok(self.api.tagged(tag)?)
    }

    fn previous(
        &self,
        version: &Version,
        version_of: &VersionOf<'_>,
    ) -> Result<Option<String>, ForgeError> {
        let tags = self.api.released()?;
        let tags = tags.iter().map(String::as_str);
        Ok(previous(tags, version, version_of))
    }

    fn latest(&self, _: &Version, _: &VersionOf<'_>) -> Result<Latest, ForgeError> {
        // GitLab goes by the time of a release alone.
        Ok(Latest::Yes)
    }

    fn found(&self, subject: &Subject<'_>) -> Result<Option<Found>, ForgeError> {
        let tag = subject.tag;
        let page = self.api.site.page();
        Ok(self.release(tag)?.map(|release| Found {
            is_draft: false,
            is_immutable: false,
            state: match (release.upcoming_release, &release.released_at) {
                (true, Some(time)) => format!("it is there, as an upcoming release of {time}"),
                _ => "it is published".into(),
            },
            body: release.description.unwrap_or_default(),
            page: format!("{page}/-/releases/{}", encoded(tag, "")),
        }))
    }

    fn files(&self, subject: &Subject<'_>) -> Result<Vec<(String, Option<Sha256>)>, ForgeError> {
        let Some(release) = self.release(subject.tag)? else {
            return Ok(Vec::new());
        };
        let package = self.package(subject)?;
        let files = package.map(|package| package.files).unwrap_or_default();
        let sha256 = |name: &str| {
            let mut files = files.iter();
            files.find(|file| file.file_name == name)?.sha256()
        };
        // Other links lead to pages, or to files that are somebody else's.
        let own = |link: &&Link| link.url == self.api.site.file(subject, &link.name).to_string();
        let links = release.links().iter().filter(own);
        Ok(links
            .map(|link| (link.name.clone(), sha256(&link.name)))
            .collect())
    }

    fn download(
        &self,
        subject: &Subject<'_>,
        name: &str,
        to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), ForgeError> {
        Ok(self.api.receive(&self.api.site.file(subject, name), to)?)
    }

    fn draft(&self, _: &Subject<'_>, _: &Wanted) -> Result<(), ForgeError> {
        Ok(())
    }

    fn standings(&self, subject: &Subject<'_>) -> Result<Vec<Standing>, ForgeError> {
        if let Some(standings) = &self.asked.borrow().standings {
            return Ok(standings.clone());
        }
        let package = self.package(subject)?;
        let standings = self.api.standings(subject, package.as_ref())?;
        self.asked.borrow_mut().standings = Some(standings.clone());
        Ok(standings)
    }

    fn refuse(&self, subject: &Subject<'_>, standings: &[Standing]) -> Result<(), ForgeError> {
        Ok(refuse(subject.assets, standings)?)
    }

    fn strangers(&self, subject: &Subject<'_>) -> Result<Vec<String>, ForgeError> {
        let package = self.package(subject)?;
        let files = package.map(|package| package.files).unwrap_or_default();
        let is_own = |name: &str| subject.assets.iter().any(|asset| asset.name == name);
        let names = files.into_iter().map(|file| file.file_name);
        Ok(names
            .filter(|name| is_distribution(name) && !is_own(name))
            .collect())
    }

    fn attach(
        &self,
        subject: &Subject<'_>,
        told: &(dyn Fn(&Asset) + Sync),
    ) -> Result<(), ForgeError> {
        let standings = self.standings(subject)?;
        self.asked.take();
        Ok(self.send_all(subject, &standings, told)?)
    }

    fn pending(
        &self,
        subject: &Subject<'_>,
        wanted: &Wanted,
    ) -> Result<Option<String>, ForgeError> {
        Ok(match self.release(subject.tag)? {
            Some(release) => self.left(subject, wanted, &release)?,
            None => Some(format!(
                "a release with links to {} files",
                subject.assets.len()
            )),
        })
    }

    fn publish(&self, subject: &Subject<'_>, wanted: &Wanted) -> Result<(), ForgeError> {
        let found = self.release(subject.tag)?;
        self.asked.take();
        let made = self.api.publish(subject, wanted, found)?;
        self.asked.borrow_mut().release = Some(Some(made));
        Ok(())
    }

    fn unpublished(&self, subject: &Subject<'_>) -> Result<Option<String>, ForgeError> {
        if self.release(subject.tag)?.is_some() {
            return Ok(None);
        }
        let (project, version, site) = (subject.project, subject.version, &self.api.site);
        Ok(self.package(subject)?.map(|package| {
            format!(
                "the package `{project}` {version} with {} files in the registry of `{site}` on GitLab, which no release has",
                package.files.len()
            )
        }))
    }

    fn discard(&self, subject: &Subject<'_>) -> Result<(), ForgeError> {
        if self.release(subject.tag)?.is_none()
            && let Some(package) = self.package(subject)?
        {
            self.api.discard(&package)?;
            self.asked.take();
        }
        Ok(())
    }
}
