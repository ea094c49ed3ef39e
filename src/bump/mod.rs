//! The next version of a package, and the files that say it.
//!
//! Nothing is written here: a bump is data. Where a project has a configuration of bump-my-version, its parts, `parse`,
//! `serialize`, `search` and `replace` rule; every other place that declares the version follows, and the result is checked
//! by reading the changed tree again.
mod calver;
mod commits;
mod dialect;
mod entries;
mod error;
mod floors;
mod form;
mod format;
mod glob;
mod hooks;
mod kind;
mod overrides;
mod parts;
mod pins;
mod plan;
mod recording;
mod releases;
mod request;
mod search;
mod surroundings;
mod target;
mod template;

pub use calver::CalverError;
pub use error::BumpError;
pub use format::FormatError;
pub use glob::GlobError;
pub use hooks::{Hook, Hooks};
pub use kind::{Counting, Kind, KindError, Level, NextError, Step, next};
pub use overrides::Overrides;
pub use plan::{plan, verify};
pub use recording::{Demanded, Recording, TagPlan};
pub use releases::{History, Releases};
pub use request::{Request, Wanted};
pub use surroundings::Surroundings;
pub use target::Target;

use crate::edit::FileChange;
use crate::git::{GitError, Oid, Snapshot, Tag};
use crate::project::{self, Package};
use crate::source::RepoPath;
use std::cell::OnceCell;

/// The message that bump-my-version commits and tags with where nothing else is configured.
pub const MESSAGE: &str = "Bump version: {current_version} → {new_version}";

/// How versions are counted where a project has no configuration of bump-my-version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How pre-releases are counted.
    pub pre_releases: Counting,
    /// The form of versions that are dates, such as `YYYY.MM.INC0`.
    pub calver: Option<String>,
}

/// What a bump is planned for.
#[derive(Debug)]
pub struct Project<'p> {
    /// The files.
    pub snapshot: &'p Snapshot,
    /// The packages that are found in them.
    pub packages: &'p [Package],
    /// What is configured about the places of versions.
    pub settings: &'p project::Settings,
    /// How versions are counted.
    pub counts: &'p Counts,
    /// How tags are written, where that is configured for release-guard.
    pub tag_format: Option<&'p str>,
    /// What tags have to be, whatever their message and the bump's configuration say.
    pub tags_are: Demanded,
    /// Time, environment and repository.
    pub surroundings: &'p Surroundings,
    /// The commit that the files are of, or lie upon; `None` outside of a repository.
    pub base: Option<Oid>,
    /// The message of commit and tag where nothing is configured.
    pub message: &'p str,
    /// A tag that does not count: the one of the release that is being made.
    pub begun: Option<&'p str>,
    tags: OnceCell<Vec<Tag>>,
}

impl<'p> Project<'p> {
    /// A project whose versions are counted one by one and whose tags tell their form.
    pub fn new(
        snapshot: &'p Snapshot,
        packages: &'p [Package],
        settings: &'p project::Settings,
        counts: &'p Counts,
        surroundings: &'p Surroundings,
        base: Option<Oid>,
    ) -> Self {
        Self {
            snapshot,
            packages,
            settings,
            counts,
            tag_format: None,
            tags_are: Demanded::default(),
            surroundings,
            base,
            message: MESSAGE,
            begun: None,
            tags: OnceCell::new(),
        }
    }

    /// All tags, the newest first; none outside of a repository.
    pub fn tags(&self) -> Result<&[Tag], GitError> {
        if let Some(tags) = self.tags.get() {
            return Ok(tags);
        }
        let tags = match &self.surroundings.repository {
            Some(repository) => repository.tags()?,
            None => Vec::new(),
        };
        Ok(self.tags.get_or_init(|| tags))
    }

    /// The release tags of a package.
    fn releases(
        &self,
        package: &Package,
        tag_name: Option<&str>,
    ) -> Result<Releases<'_>, BumpError> {
        let history = History {
            repository: self.surroundings.repository.as_deref(),
            base: self.base.as_ref(),
            except: self.begun,
        };
        Releases::of(package, self.tags()?, history, self.tag_format, tag_name)
    }
}

/// A change of versions, ready to be written.
#[derive(Debug, Clone)]
pub struct Bump {
    /// What becomes of each package.
    pub packages: Vec<Bumped>,
    /// The files that change, by path.
    pub changes: Vec<FileChange>,
    /// What the project says of commit, tag, and the commands around them.
    pub recording: Recording,
    own_forms: Vec<entries::OwnForm>,
}

/// What becomes of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bumped {
    /// Its project name.
    pub name: Option<String>,
    /// Its folder.
    pub folder: RepoPath,
    /// Its versions.
    pub target: Target,
}

/// The packages that are bumped with one: those that are always of the same version, itself included. A group names
/// projects, and `*` all of them.
pub fn together(packages: &[Package], linked: &[Vec<String>], index: usize) -> Vec<usize> {
    let is_in = |group: &[String], package: &Package| {
        let names = |name: &String| name == "*" || package.is_named(name);
        group.iter().any(names)
    };
    let own = packages.get(index);
    let group = linked
        .iter()
        .find(|group| own.is_some_and(|own| is_in(group, own)));
    let Some(group) = group else {
        return vec![index];
    };
    let mut all = vec![index];
    let members = packages.iter().enumerate();
    let members =
        members.filter(|(_, package)| is_in(group, package) && package.versioned_by.is_none());
    all.extend(members.map(|(at, _)| at).filter(|at| *at != index));
    all
}

/// The form of tags that a package configures for a tool: the `tag_name` of bump-my-version, else what another tool is told.
/// A configuration that makes no sense says nothing here; it is refused where it is used.
pub fn tag_name(package: &Package, snapshot: &Snapshot) -> Option<String> {
    let of_bumpversion = || {
        let path = package.bumpversion.as_ref()?;
        let dialect = dialect::Dialect::read(path, snapshot).ok()??;
        dialect.settings.tag_name
    };
    let of_another = || package.tag_format.as_ref().map(ToString::to_string);
    of_bumpversion().or_else(of_another)
}

#[cfg(test)]
mod tests;
