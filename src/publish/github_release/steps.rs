//! The three steps of a release on GitHub: the draft, its assets, and publishing it.
//!
//! Each is checked against GitHub before and after it is done, and remembers nothing that a fresh run could not ask again.
use super::Assembled;
use super::notes::Template;
use crate::github::{
    Asset, GithubError, Latest, Release, Releases, Standing, Tagged, Visibility, Wanted, latest,
    of_tag, previous, refuse,
};
use crate::publish::state::{Change, Reason, State};
use anyhow::Context as _;
use std::cell::RefCell;

/// The steps of a release, and whoever asks GitHub.
pub(in crate::publish) struct Steps<'a, 'w> {
    assembled: &'a Assembled,
    releases: &'a Releases<'w>,
    notes: Option<String>,
    asked: RefCell<Asked>,
}

/// What GitHub said; forgotten when something was done.
#[derive(Default)]
struct Asked {
    list: Option<Vec<Release>>,
    standings: Option<Vec<Standing>>,
}

impl<'a, 'w> Steps<'a, 'w> {
    /// Those of a release, with the notes that are asked for.
    pub(in crate::publish) fn of(
        assembled: &'a Assembled,
        releases: &'a Releases<'w>,
        notes: Option<&str>,
    ) -> Self {
        Self {
            assembled,
            releases,
            notes: notes.map(str::to_owned),
            asked: RefCell::default(),
        }
    }

    /// Tells how every step stands; changes nothing.
    pub(in crate::publish) fn check(
        &self,
        ends_with_draft: bool,
    ) -> anyhow::Result<Vec<(&'static str, State)>> {
        if let Some(reason) = self.tag_is_wrong()? {
            return Ok(vec![("tag", State::Conflict(reason))]);
        }
        let mut states = vec![
            ("draft", self.check_draft()?),
            ("assets", self.check_assets()?),
        ];
        if !ends_with_draft {
            states.push(("publish", self.check_publish()?));
        }
        Ok(states)
    }

    /// Whether there is a draft, or the release itself.
    pub(in crate::publish) fn check_draft(&self) -> anyhow::Result<State> {
        let template = self.template()?;
        Ok(match self.release()? {
            Some(release) if release.draft => {
                State::Done(format!("a draft is there, {}", release.html_url))
            }
            Some(release) => State::Done(format!("it is published, {}", release.html_url)),
            None => State::Todo(Change::line(format!(
                "a draft `{}`, {}",
                self.assembled.title(),
                template.title
            ))),
        })
    }

    /// Makes the draft where there is none.
    pub(in crate::publish) fn draft(&self) -> anyhow::Result<()> {
        if self.release()?.is_some() {
            return Ok(());
        }
        let wanted = self.wanted(None)?;
        let made = self.releases.draft(&wanted)?;
        // GitHub may list a draft a moment later than it made it, so this one is put into what was asked.
        let mut asked = self.asked.borrow_mut();
        asked.list.get_or_insert_default().push(made);
        asked.standings = None;
        Ok(())
    }

    /// Whether every asset is there with the same bytes.
    pub(in crate::publish) fn check_assets(&self) -> anyhow::Result<State> {
        let assets = &self.assembled.assets;
        let names = |wanted: &[&Asset]| {
            let names: Vec<String> = wanted
                .iter()
                .map(|asset| format!("`{}`", asset.name))
                .collect();
            names.join(", ")
        };
        let Some(release) = self.release()? else {
            return Ok(State::Todo(Change::line(names(
                &assets.iter().collect::<Vec<_>>(),
            ))));
        };
        let standings = self.standings(&release)?;
        if let Err(error) = refuse(&release, assets, &standings) {
            let said = error.to_string();
            let (text, help) = said.split_once("\nhint: ").unwrap_or((&said, ""));
            return Ok(State::Conflict(Reason::new(text, help)));
        }
        let both = assets.iter().zip(&standings);
        let missing: Vec<&Asset> = both
            .filter(|(_, standing)| **standing != Standing::Same)
            .map(|(asset, _)| asset)
            .collect();
        let strangers = match release.strangers(assets).as_slice() {
            [] => String::new(),
            names => format!(
                "; there too, and not of this release: `{}`",
                names.join("`, `")
            ),
        };
        Ok(match missing.is_empty() {
            true => State::Done(format!(
                "all {} are there with the same sha256{strangers}",
                assets.len()
            )),
            false => State::Todo(Change::line(format!(
                "{} of {}: {}{strangers}",
                missing.len(),
                assets.len(),
                names(&missing)
            ))),
        })
    }

    /// Attaches what is missing, and compares all.
    pub(in crate::publish) fn assets(&self, told: &(dyn Fn(&Asset) + Sync)) -> anyhow::Result<()> {
        let release = self.release()?.context("there is no draft yet")?;
        let standings = self.standings(&release)?;
        self.releases
            .attach(&release, &self.assembled.assets, standings, told)?;
        let mut asked = self.asked.borrow_mut();
        asked.standings = None;
        Ok(())
    }

    /// Whether the release is published, and as it shall be.
    pub(in crate::publish) fn check_publish(&self) -> anyhow::Result<State> {
        let latest = self.latest()?;
        let how = match &latest {
            Latest::Yes => "as the latest release".to_owned(),
            Latest::Prerelease => "as a pre-release".to_owned(),
            Latest::Below(higher) => {
                format!("not as the latest release, since `{higher}` is higher")
            }
        };
        let Some(release) = self.release()? else {
            return Ok(State::Todo(Change::line(how)));
        };
        let change = Releases::change(&release, &self.wanted(Some(&release))?, &latest);
        Ok(match change {
            None => State::Done(match release.immutable {
                true => "it is published, and immutable".into(),
                false => "it is published".into(),
            }),
            Some(_) if release.draft => State::Todo(Change::line(how)),
            Some(change) => State::Todo(Change::line(format!(
                "published, with other {}",
                change.summary()
            ))),
        })
    }

    /// Publishes it.
    pub(in crate::publish) fn publish(&self) -> anyhow::Result<()> {
        let release = self.release()?.context("there is no draft yet")?;
        let wanted = self.wanted(Some(&release))?;
        if let Some(change) = Releases::change(&release, &wanted, &self.latest()?) {
            let published = self.releases.publish(&release, &change)?;
            let mut asked = self.asked.borrow_mut();
            let list = asked.list.get_or_insert_default();
            list.retain(|other| other.id != published.id);
            list.push(published);
        }
        Ok(())
    }

    /// The release, published or a draft.
    pub(in crate::publish) fn release(&self) -> Result<Option<Release>, GithubError> {
        self.with_list(|list| of_tag(list, &self.assembled.release.tag).cloned())
    }

    /// Who may see the repository.
    pub(in crate::publish) fn visibility(&self) -> Result<Visibility, GithubError> {
        self.releases.visibility()
    }

    /// Why the tag on GitHub is not the one that is released.
    pub(in crate::publish) fn tag_is_wrong(&self) -> Result<Option<Reason>, GithubError> {
        let release = &self.assembled.release;
        let (tag, own) = (&release.tag, self.assembled.commit.as_str());
        Ok(match self.releases.tagged(tag)? {
            Tagged::At(commit) if commit == own => None,
            Tagged::At(commit) => Some(Reason::new(
                format!("the tag `{tag}` is of commit {commit} on GitHub, and of {own} here"),
                "release another version; a tag that was pushed is not moved",
            )),
            Tagged::Missing => Some(Reason::new(
                format!(
                    "there is no tag `{tag}` on GitHub yet, and a release would make one of whatever is there"
                ),
                format!("push it: `git push origin {tag}`"),
            )),
        })
    }

    pub(super) fn standings(&self, release: &Release) -> Result<Vec<Standing>, GithubError> {
        if let Some(standings) = &self.asked.borrow().standings {
            return Ok(standings.clone());
        }
        let standings = self.releases.compare(release, &self.assembled.assets)?;
        self.asked.borrow_mut().standings = Some(standings.clone());
        Ok(standings)
    }

    fn latest(&self) -> Result<Latest, GithubError> {
        let assembled = self.assembled;
        self.with_list(|list| {
            latest(list, &assembled.release.to, &|tag| {
                assembled.version_of(tag)
            })
        })
    }

    /// The release as it shall be. Notes are made only where they would be used.
    fn wanted(&self, there: Option<&Release>) -> anyhow::Result<Wanted> {
        let assembled = self.assembled;
        let release = &assembled.release;
        let template = self.template()?;
        let is_used = match there {
            None => true,
            Some(there) => {
                let body = there.body.as_deref().unwrap_or_default();
                template.is_asked_for || (there.draft && body.trim().is_empty())
            }
        };
        let body = match is_used {
            true => self.body(&template)?,
            false => String::new(),
        };
        Ok(Wanted {
            tag: release.tag.clone(),
            commit: assembled.commit.to_string(),
            name: assembled.title(),
            body,
            body_is_final: template.is_asked_for,
            prerelease: release.to.is_prerelease(),
            discussion: assembled.discussion.clone(),
        })
    }

    fn template(&self) -> anyhow::Result<Template> {
        Template::of(self.notes.as_deref(), self.assembled)
    }

    fn body(&self, template: &Template) -> anyhow::Result<String> {
        let assembled = self.assembled;
        let release = &assembled.release;
        let before =
            self.with_list(|list| previous(list, &release.to, &|tag| assembled.version_of(tag)))?;
        let generated = match template.wants_generated() {
            true => {
                let commit = assembled.commit.as_str();
                self.releases
                    .generated_notes(&release.tag, commit, before.as_deref())?
            }
            false => String::new(),
        };
        Ok(template.filled(assembled, generated, before))
    }

    /// Looks at the list of releases, which is asked for once.
    fn with_list<T>(&self, look: impl FnOnce(&[Release]) -> T) -> Result<T, GithubError> {
        if self.asked.borrow().list.is_none() {
            let list = self.releases.list()?;
            self.asked.borrow_mut().list = Some(list);
        }
        Ok(look(
            self.asked.borrow().list.as_deref().unwrap_or_default(),
        ))
    }
}
