//! The steps of a release on a forge: the draft, where there are drafts, its assets, and publishing it.
//!
//! Each is checked against the forge before and after it is done, and remembers nothing that a fresh run could not ask
//! again.
use super::Assembled;
use super::notes::Template;
use crate::forge::{Asset, Forge, ForgeError, Found, Standing, Tagged, Visibility, Wanted};
use crate::publish::state::{Change, Reason, State};

/// The steps of a release, and whoever asks the forge.
pub(in crate::publish) struct Steps<'a> {
    assembled: &'a Assembled,
    forge: &'a dyn Forge,
    notes: Option<String>,
}

impl<'a> Steps<'a> {
    /// Those of a release, with the notes that are asked for.
    pub(in crate::publish) fn of(
        assembled: &'a Assembled,
        forge: &'a dyn Forge,
        notes: Option<&str>,
    ) -> Self {
        Self {
            assembled,
            forge,
            notes: notes.map(str::to_owned),
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
        let mut states = Vec::new();
        if self.forge.has_drafts() {
            states.push(("draft", self.check_draft()?));
        }
        states.push(("assets", self.check_assets()?));
        if !ends_with_draft {
            states.push(("publish", self.check_publish()?));
        }
        Ok(states)
    }

    /// Whether there is a draft, or the release itself.
    pub(in crate::publish) fn check_draft(&self) -> anyhow::Result<State> {
        let template = self.template()?;
        Ok(match self.found()? {
            Some(found) if found.is_draft => {
                State::Done(format!("a draft is there, {}", found.page))
            }
            Some(found) => State::Done(format!("it is published, {}", found.page)),
            None => State::Todo(Change::line(format!(
                "a draft `{}`, {}",
                self.assembled.title(),
                template.title
            ))),
        })
    }

    /// Makes the draft where there is none.
    pub(in crate::publish) fn draft(&self) -> anyhow::Result<()> {
        if !self.forge.has_drafts() || self.found()?.is_some() {
            return Ok(());
        }
        let wanted = self.wanted(None)?;
        Ok(self.forge.draft(&self.assembled.subject(), &wanted)?)
    }

    /// Whether every asset is there with the same bytes.
    pub(in crate::publish) fn check_assets(&self) -> anyhow::Result<State> {
        let subject = self.assembled.subject();
        let standings = self.forge.standings(&subject)?;
        if let Err(error) = self.forge.refuse(&subject, &standings) {
            return Ok(conflict(error)?);
        }
        let both = subject.assets.iter().zip(&standings);
        let missing = both.filter(|(_, standing)| **standing != Standing::Same);
        let missing: Vec<String> = missing
            .map(|(asset, _)| format!("`{}`", asset.name))
            .collect();
        let strangers = match self.forge.strangers(&subject)?.as_slice() {
            [] => String::new(),
            names => format!(
                "; there too, and not of this release: `{}`",
                names.join("`, `")
            ),
        };
        let (all, names) = (subject.assets.len(), missing.join(", "));
        Ok(match missing.len() {
            0 => State::Done(format!(
                "all {all} are there with the same sha256{strangers}"
            )),
            count if count == all => State::Todo(Change::line(names + &strangers)),
            count => State::Todo(Change::line(format!(
                "{count} of {all}: {names}{strangers}"
            ))),
        })
    }

    /// Sends what is missing, and compares all.
    pub(in crate::publish) fn assets(&self, told: &(dyn Fn(&Asset) + Sync)) -> anyhow::Result<()> {
        Ok(self.forge.attach(&self.assembled.subject(), told)?)
    }

    /// Whether the release is published, and as it shall be.
    pub(in crate::publish) fn check_publish(&self) -> anyhow::Result<State> {
        let found = self.found()?;
        let wanted = self.wanted(found.as_ref())?;
        let pending = match self.forge.pending(&self.assembled.subject(), &wanted) {
            Err(error) => return Ok(conflict(error)?),
            Ok(pending) => pending,
        };
        Ok(match (pending, found) {
            (None, found) => State::Done(found.map(|found| found.state).unwrap_or_default()),
            (Some(pending), None) if !self.forge.has_drafts() => {
                State::Todo(Change::line(format!(
                    "{pending}, `{}`, {}",
                    self.assembled.title(),
                    self.template()?.title
                )))
            }
            (Some(pending), _) => State::Todo(Change::line(pending)),
        })
    }

    /// Publishes it.
    pub(in crate::publish) fn publish(&self) -> anyhow::Result<()> {
        let wanted = self.wanted(self.found()?.as_ref())?;
        Ok(self.forge.publish(&self.assembled.subject(), &wanted)?)
    }

    /// The release, published or a draft.
    pub(in crate::publish) fn found(&self) -> Result<Option<Found>, ForgeError> {
        self.forge.found(&self.assembled.subject())
    }

    /// How the assets stand, in their order.
    pub(super) fn standings(&self) -> Result<Vec<Standing>, ForgeError> {
        self.forge.standings(&self.assembled.subject())
    }

    /// Who may see the repository.
    pub(in crate::publish) fn visibility(&self) -> Result<Visibility, ForgeError> {
        self.forge.visibility()
    }

    /// Why the tag on the forge is not the one that is released.
    pub(in crate::publish) fn tag_is_wrong(&self) -> Result<Option<Reason>, ForgeError> {
        let release = &self.assembled.release;
        let (tag, own) = (&release.tag, self.assembled.commit.as_str());
        let forge = self.forge.title();
        Ok(match self.forge.tagged(tag)? {
            Tagged::At(commit) if commit == own => None,
            Tagged::At(commit) => Some(Reason::new(
                format!("the tag `{tag}` is of commit {commit} on {forge}, and of {own} here"),
                "release another version; a tag that was pushed is not moved",
            )),
            Tagged::Missing => Some(Reason::new(
                format!(
                    "there is no tag `{tag}` on {forge} yet, and a release would make one of whatever is there"
                ),
                format!("push it: `git push origin {tag}`"),
            )),
        })
    }

    /// The release as it shall be. Notes are made only where they would be used.
    fn wanted(&self, there: Option<&Found>) -> anyhow::Result<Wanted> {
        let assembled = self.assembled;
        let release = &assembled.release;
        let template = self.template()?;
        let is_used = there.is_none_or(|there| {
            template.is_asked_for || (there.is_draft && there.body.trim().is_empty())
        });
        let body = match is_used {
            true => self.body(&template)?,
            false => String::new(),
        };
        let version_of = |tag: &str| assembled.version_of(tag);
        Ok(Wanted {
            tag: release.tag.clone(),
            commit: assembled.commit.to_string(),
            name: assembled.title(),
            body,
            body_is_final: template.is_asked_for,
            prerelease: release.to.is_prerelease(),
            discussion: assembled.discussion.clone(),
            latest: self.forge.latest(&release.to, &version_of)?,
            released_at: assembled.released_at.clone(),
        })
    }

    fn template(&self) -> anyhow::Result<Template> {
        Template::of(self.notes.as_deref(), self.assembled, self.forge)
    }

    fn body(&self, template: &Template) -> anyhow::Result<String> {
        let (assembled, forge) = (self.assembled, self.forge);
        let release = &assembled.release;
        let wants_generated = template.wants_generated();
        let before = match wants_generated || template.wants_previous() {
            true => forge.previous(&release.to, &|tag| assembled.version_of(tag))?,
            false => None,
        };
        let generated = match wants_generated {
            true => {
                let commit = assembled.commit.as_str();
                forge.notes(&release.tag, commit, before.as_deref())?
            }
            false => String::new(),
        };
        Ok(template.filled(assembled, generated, before, forge.notes_limit()))
    }
}

/// What a person has to settle; everything else is an error still.
fn conflict(error: ForgeError) -> Result<State, ForgeError> {
    if !error.is_conflict() {
        return Err(error);
    }
    let said = error.to_string();
    let (text, help) = said.split_once("\nhint: ").unwrap_or((&said, ""));
    Ok(State::Conflict(Reason::new(text, help)))
}
