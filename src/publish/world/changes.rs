//! The files that a release changes: by the bump, and by the new section of the changelog.
//!
//! Planned from the release's base; nothing is written.
use super::World;
use crate::bump::{self, Bump, Hooks, Overrides, Request};
use crate::edit::FileChange;
use crate::git::{Oid, Snapshot};
use crate::project::Package;
use crate::publish::release::Release;
use crate::publish::tree::Tree;
use std::rc::Rc;

/// The message of a release's commit and tag where nothing is configured.
const MESSAGE: &str = "Release {new_version}";

/// The bump that a release begins with.
#[derive(Debug)]
pub(in crate::publish) struct Wish<'w> {
    /// What is asked for.
    pub(in crate::publish) request: &'w Request,
    /// The version as it is written, where it is known.
    pub(in crate::publish) written: Option<String>,
    /// The tag of the release when it is there already.
    pub(in crate::publish) begun: Option<&'w str>,
    /// The day that citations name.
    pub(in crate::publish) cited: Option<&'w str>,
}

/// The files that a release changes, made from its base.
#[derive(Debug, Default)]
pub struct Changes {
    /// By the new version.
    pub bump: Vec<FileChange>,
    /// By the new section of the changelog, on top of that.
    pub changelog: Vec<FileChange>,
    /// The bump that they are of; `None` for a tag that exists.
    pub(in crate::publish) planned: Option<Bump>,
}

impl Changes {
    /// The commands that the project wants run around the commit.
    pub(in crate::publish) fn hooks(&self) -> Hooks {
        let planned = self.planned.as_ref();
        planned
            .map(|planned| planned.recording.hooks.clone())
            .unwrap_or_default()
    }

    /// Both together: each file from its base to its end.
    pub fn together(&self) -> Vec<FileChange> {
        let mut all = self.bump.clone();
        for change in &self.changelog {
            match all.iter_mut().find(|earlier| earlier.path == change.path) {
                Some(earlier) => earlier.after = change.after.clone(),
                None => all.push(change.clone()),
            }
        }
        all
    }
}

impl World<'_> {
    /// The files that a release changes, from its base.
    pub fn changes(&self, release: &Release) -> anyhow::Result<Rc<Changes>> {
        if let Some((tag, changes)) = &self.asked.borrow().changes
            && *tag == release.tag
        {
            return Ok(changes.clone());
        }
        let base = Snapshot::commit(self.repository.clone(), release.base.as_str())?;
        let package = self.package(&base)?;
        let planned = match &release.request {
            Some(request) => {
                let cited = self.cited(release, &base, &package)?;
                let wish = Wish {
                    request,
                    written: Some(release.written.clone()),
                    begun: Some(&release.tag),
                    cited: cited.as_deref(),
                };
                Some(self.bump(base.clone(), &release.base, &package, wish)?)
            }
            None => None,
        };
        let bump = planned.as_ref().map(|planned| planned.changes.clone());
        let bump = bump.unwrap_or_default();
        let changelog = self.roll(release, &base, &bump)?;
        let changes = Rc::new(Changes {
            bump,
            changelog,
            planned,
        });
        self.asked.borrow_mut().changes = Some((release.tag.clone(), changes.clone()));
        Ok(changes)
    }

    /// Plans the bump of a package of a commit, and of what is linked with it.
    pub(in crate::publish) fn bump(
        &self,
        snapshot: Snapshot,
        base: &Oid,
        package: &Package,
        wish: Wish<'_>,
    ) -> anyhow::Result<Bump> {
        let repository = Some(self.repository.clone());
        let tree = Tree::of(&self.config, repository, snapshot, Some(base.clone()))?;
        let mut project = tree.project();
        project.message = MESSAGE;
        project.begun = wish.begun;
        let mut places = tree.packages.iter();
        let index = places.position(|own| own.folder == package.folder);
        let wanted: Vec<_> = tree
            .linked(index.unwrap_or_default())
            .into_iter()
            .map(|index| (index, Some(wish.request.clone())))
            .collect();
        let said = Overrides {
            new_version: wish.written,
            ..Overrides::default()
        };
        bump::plan(&project, &wanted, &said, wish.cited).map_err(crate::publish::decide::refusal)
    }

    /// The day that the changelog names, for CITATION.cff to name it too.
    fn cited(
        &self,
        release: &Release,
        base: &Snapshot,
        package: &Package,
    ) -> anyhow::Result<Option<String>> {
        let (Some(_), Some(log)) = (&package.cited_on, self.log(release, base)?) else {
            return Ok(None);
        };
        Ok(Some(self.date(release, &log.path)?.to_string()))
    }
}
