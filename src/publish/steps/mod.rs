//! The steps of a release, one file each: how it is known to be done, and how it is done.
mod build;
mod bump;
mod changelog;
mod commit;
mod forge;
mod index_page;
mod name;
mod preflight;
mod propose;
mod push;
mod tag;
mod upload;
mod validate;

pub use name::StepName;

pub(super) use build::brake;
pub(super) use forge::{discard, on_forge};
pub(super) use index_page::kept;
pub(super) use upload::{add, files_in, files_of};
pub(super) use validate::{Judged, judge};

use super::destination::Destination;
use super::release::Release;
use super::state::State;
use super::world::World;
use std::rc::Rc;

/// What a step does, and for which release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    name: StepName,
    release: Rc<Release>,
    to: Destination,
}

impl Action {
    /// The step of this name for a release.
    pub fn new(name: StepName, release: &Rc<Release>) -> Self {
        Self {
            name,
            release: release.clone(),
            to: Destination::Local,
        }
    }

    /// A step of a release on the way to one of its destinations.
    pub fn to(name: StepName, release: &Rc<Release>, to: &Destination) -> Self {
        Self {
            to: to.clone(),
            ..Self::new(name, release)
        }
    }

    /// Where it leads to, when it is on the way to one destination only.
    pub fn destination(&self) -> Option<&Destination> {
        (self.name >= StepName::Draft).then_some(&self.to)
    }

    /// Its name.
    pub fn name(&self) -> StepName {
        self.name
    }

    /// Tells how it stands; reads only.
    pub fn check(&self, world: &World<'_>) -> anyhow::Result<State> {
        let release = &*self.release;
        match self.name {
            StepName::Preflight => preflight::check(release, world),
            StepName::Bump => bump::check(release, world),
            StepName::Changelog => changelog::check(release, world),
            StepName::Commit => commit::check(release, world),
            StepName::Propose => propose::check(release, &self.to, world),
            StepName::Build => build::check(release, world),
            StepName::Validate => validate::check(release, world),
            StepName::Tag => tag::check(release, world),
            StepName::Push => push::check(release, world),
            StepName::Upload => upload::check(release, &self.to, world),
            StepName::Draft | StepName::Assets | StepName::Publish => {
                forge::check(self.name, &self.release, &self.to, world)
            }
            StepName::IndexPage => index_page::check(release, &self.to, world),
        }
    }

    /// Does it.
    pub fn run(&self, world: &World<'_>) -> anyhow::Result<()> {
        let release = &*self.release;
        match self.name {
            // These two only look; their check is all there is.
            StepName::Preflight | StepName::Validate => Ok(()),
            StepName::Bump => bump::run(release, world),
            StepName::Changelog => changelog::run(release, world),
            StepName::Commit => commit::run(release, world),
            StepName::Propose => propose::run(release, &self.to, world),
            StepName::Build => build::run(release, world),
            StepName::Tag => tag::run(release, world),
            StepName::Push => push::run(release, world),
            StepName::Upload => upload::run(release, &self.to, world),
            StepName::Draft | StepName::Assets | StepName::Publish => {
                forge::run(self.name, &self.release, &self.to, world)
            }
            StepName::IndexPage => index_page::run(release, &self.to, world),
        }
    }
}
