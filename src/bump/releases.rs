//! The release tags of a package: how they are written, and what a new version must be later than.
//!
//! Not what is on a remote.
use super::BumpError;
use crate::git::Tag;
use crate::project::{Package, TagFormat};
use crate::version::Version;

/// The release tags of a package that a commit contains.
#[derive(Debug, Clone)]
pub struct Releases {
    /// How they are written.
    pub format: TagFormat,
    /// The tags with their versions, the newest tag first.
    pub tags: Vec<(Tag, Version)>,
}

impl Releases {
    /// Those of a package among the tags that a commit contains, the newest first. The form is the configured one, else
    /// bumpversion's, else the one that the latest agree on.
    pub fn of(
        package: &Package,
        tags: &[Tag],
        configured: Option<&str>,
        tag_name: Option<&str>,
    ) -> Result<Self, BumpError> {
        let names: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
        let format = TagFormat::learned(configured, tag_name, &names)?;
        let read = |tag: &Tag| {
            let read = format.read(&tag.name)?;
            let is_own = match (&read.name, &package.name) {
                (Some(name), Some(_)) => package.is_called(name),
                _ => true,
            };
            is_own.then_some((tag.clone(), read.version.ok()?))
        };
        let tags = tags.iter().filter_map(read).collect();
        Ok(Self { format, tags })
    }

    /// The latest version that is released, previews of another release than `of`'s aside: on a branch for `1.2` that is
    /// the last `1.2`, whatever is released elsewhere.
    pub(super) fn latest(&self, of: Option<&Version>) -> Option<&(Tag, Version)> {
        let counts = |version: &Version| {
            !version.is_prerelease() || of.is_none_or(|of| version.base() == of.base())
        };
        let counted = self.tags.iter().filter(|(_, version)| counts(version));
        counted.max_by(|one, other| one.1.cmp(&other.1))
    }

    /// Refuses a version that is not later than what is released.
    pub(super) fn admits(&self, to: &Version) -> Result<(), BumpError> {
        match self.latest(Some(to)) {
            Some((tag, version)) if to == version => Err(BumpError::Released {
                version: Box::new(to.clone()),
                tag: tag.name.clone(),
            }),
            Some((tag, version)) if to < version => Err(BumpError::NotAboveTag {
                to: Box::new(to.clone()),
                tag: tag.name.clone(),
            }),
            _ => Ok(()),
        }
    }
}
