//! The files of a commit or of the working tree, as bumps are planned on them.
//!
//! Not what a bump is: that is `bump`'s.
use crate::bump::{Counts, Demanded, Project, Surroundings};
use crate::config::Config;
use crate::git::{Oid, Repository, Snapshot};
use crate::project::{self, Package, Settings};
use std::rc::Rc;

/// Files with the packages in them.
#[derive(Debug)]
pub(super) struct Tree<'c> {
    pub(super) snapshot: Snapshot,
    /// The commit that the files are of, or lie upon.
    pub(super) base: Option<Oid>,
    pub(super) packages: Vec<Package>,
    settings: Settings,
    counts: Counts,
    surroundings: Surroundings,
    config: &'c Config,
}

impl<'c> Tree<'c> {
    /// Finds the packages of a snapshot.
    pub(super) fn of(
        config: &'c Config,
        repository: Option<Rc<Repository>>,
        snapshot: Snapshot,
        base: Option<Oid>,
    ) -> anyhow::Result<Self> {
        let settings = config.versions();
        Ok(Self {
            packages: project::packages_with(&snapshot, &settings)?,
            settings,
            counts: config.counts(),
            surroundings: Surroundings::new(super::world::now(), repository),
            snapshot,
            base,
            config,
        })
    }

    /// What bumps are planned for.
    pub(super) fn project(&self) -> Project<'_> {
        let mut project = Project::new(
            &self.snapshot,
            &self.packages,
            &self.settings,
            &self.counts,
            &self.surroundings,
            self.base.clone(),
        );
        project.tag_format = self.config.tag_format.as_deref();
        let wanted = &self.config.tags;
        project.tags_are = Demanded {
            annotated: wanted.annotated,
            signed: wanted.signed || wanted.verify,
        };
        project
    }

    /// The packages that are bumped with one: those that are linked with it, itself first.
    pub(super) fn linked(&self, index: usize) -> Vec<usize> {
        crate::bump::together(&self.packages, &self.config.linked, index)
    }
}
