//! What lies around a pushed tag beside other tags: branches of its name, keys that vouch for it, and the working tree.
//!
//! Not judged here: the rules do that.
use super::context::{Context, Side};
use super::facts::{PushedTag, Target};
use crate::config::Config;
use crate::git::{Oid, Repository, Snapshot, Verification};
use crate::project::{Declaration, packages_with};
use crate::source::Place;
use std::rc::Rc;

/// What configuration wants a release tag to be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Annotated.
    pub annotated: bool,
    /// Signed, by this key of the configuration.
    pub signed: Option<&'static str>,
}

/// A version that the working tree has otherwise than the tagged commit, which is checked out.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The version in the working tree, as written.
    pub here: String,
    /// The version in the tagged commit, as written.
    pub tagged: String,
    /// Where it stands in the working tree.
    pub place: Place,
}

impl Wanted {
    pub(super) fn of(config: &Config) -> Self {
        let tags = &config.tags;
        let is_verified = || tags.verify.then_some("tags.verify");
        Self {
            annotated: tags.annotated,
            signed: tags.signed.then_some("tags.signed").or_else(is_verified),
        }
    }
}

impl PushedTag {
    /// Adds what lies around a release tag.
    pub(super) fn look_around(
        &mut self,
        repository: &Rc<Repository>,
        context: &Context<'_>,
        config: &Config,
    ) -> anyhow::Result<()> {
        if !self.is_released() {
            return Ok(());
        }
        self.branch = context.branch(&self.name)?;
        let is_signed = |tag: &crate::git::TagObject| tag.signature.is_some();
        if config.tags.verify
            && let Some(object) = &self.object
            && self.annotation.as_ref().is_some_and(is_signed)
        {
            self.verification = Some(repository.verify_tag(object)?);
        }
        if context.side == Side::Fetched
            && let Target::Commit(commit) = &self.target
        {
            self.edited = edited(repository, self, commit, config)?;
        }
        if context.is_planned {
            // What it will be is not decided here.
            self.wanted = Wanted::default();
        }
        Ok(())
    }

    /// Whether it is annotated, and was made under another name.
    pub fn is_renamed(&self) -> bool {
        let object = self.annotation.as_ref();
        object.is_some_and(|object| object.name != self.name)
    }

    /// The command that makes it again as what it is to be, on the commit of this object or name.
    pub fn made_again(&self, object: &str) -> String {
        let own = self.annotation.as_ref();
        let is_signed = own.is_some_and(|own| own.signature.is_some());
        let how = match is_signed || self.wanted.signed.is_some() {
            true => "-s",
            false => "-a",
        };
        let name = &self.name;
        format!("make it again: `git tag {how} -f {name} '{object}^{{commit}}'`")
    }

    /// Whether its signature holds; `None` when it has none, or nobody asked.
    pub fn verification(&self) -> Option<(&'static str, &Verification)> {
        let signature = self.annotation.as_ref()?.signature?;
        Some((signature.name(), self.verification.as_ref()?))
    }
}

/// Finds the first version of the released packages that was edited since their commit was tagged and checked out.
fn edited(
    repository: &Rc<Repository>,
    facts: &PushedTag,
    commit: &Oid,
    config: &Config,
) -> anyhow::Result<Option<Edited>> {
    if repository.is_bare() || repository.head()?.as_ref() != Some(commit) {
        return Ok(None);
    }
    let work_tree = Snapshot::checked_out(repository)?;
    // A file that was broken since is no matter of the tag.
    let Ok(packages) = packages_with(&work_tree, &config.versions()) else {
        return Ok(None);
    };
    for package in facts.its_packages() {
        let now = packages.iter().find(|other| other.folder == package.folder);
        let Some(now) = now else { continue };
        let found = edit(&package.declarations, &now.declarations);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn edit(tagged: &[Declaration], here: &[Declaration]) -> Option<Edited> {
    tagged.iter().enumerate().find_map(|(at, declared)| {
        let is_same = |other: &&Declaration| {
            other.site == declared.site && other.place.origin == declared.place.origin
        };
        let before = tagged.iter().take(at).filter(is_same).count();
        let now = here.iter().filter(is_same).nth(before)?;
        (now.raw != declared.raw).then(|| Edited {
            here: now.raw.clone(),
            tagged: declared.raw.clone(),
            place: now.place.clone(),
        })
    })
}
