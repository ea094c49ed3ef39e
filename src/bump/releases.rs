//! The release tags of a package: how they are written, and what a new version must be later than.
//!
//! Not what is on a remote.
use super::BumpError;
use crate::git::{GitError, Oid, Repository, Tag};
use crate::project::{Package, TagFormat};
use crate::version::Version;

/// How many tags have to agree on a form.
const AGREEING: usize = 3;

/// The release tags of a package, as a commit sees them.
#[derive(Debug)]
pub struct Releases<'r> {
    /// How they are written.
    pub format: TagFormat,
    /// The tags of this form with their versions, the highest version first, whether the commit contains them or not.
    tags: Vec<(&'r Tag, Version)>,
    history: History<'r>,
}

/// What a commit contains.
#[derive(Debug, Clone, Copy)]
pub struct History<'r> {
    /// The repository; `None` outside of one.
    pub repository: Option<&'r Repository>,
    /// The commit.
    pub base: Option<&'r Oid>,
    /// A tag that does not count.
    pub except: Option<&'r str>,
}

impl History<'_> {
    fn contains(&self, tag: &Tag) -> Result<bool, GitError> {
        match (self.repository, self.base) {
            _ if self.except == Some(&tag.name) => Ok(false),
            (Some(repository), Some(base)) => repository.is_ancestor(&tag.commit, base),
            _ => Ok(false),
        }
    }
}

impl<'r> Releases<'r> {
    /// Those of a package among all tags, the newest first. The form is the configured one, else bumpversion's, else what
    /// another tool is told, else the one that the latest of them that the commit contains agree on.
    pub fn of(
        package: &Package,
        tags: &'r [Tag],
        history: History<'r>,
        configured: Option<&str>,
        tag_name: Option<&str>,
    ) -> Result<Self, BumpError> {
        let told = package.tag_format.as_ref().map(ToString::to_string);
        let tag_name = tag_name.or(told.as_deref());
        let mut latest = Vec::new();
        let is_said = |text: &str| text.parse::<TagFormat>().is_ok();
        if configured.is_none() && !tag_name.is_some_and(is_said) {
            for tag in tags.iter().filter(|tag| TagFormat::is_release(&tag.name)) {
                if latest.len() < AGREEING && history.contains(tag)? {
                    latest.push(tag.name.clone());
                }
            }
        }
        let format = TagFormat::learned(configured, tag_name, &latest)?;
        let read = |tag: &'r Tag| {
            let read = format.read(&tag.name)?;
            let is_own = match (&read.name, &package.name) {
                (Some(name), Some(_)) => package.is_called(name),
                _ => true,
            };
            is_own.then_some((tag, read.version.ok()?))
        };
        let mut tags: Vec<(&Tag, Version)> = tags.iter().filter_map(read).collect();
        tags.sort_by(|one, other| other.1.cmp(&one.1));
        Ok(Self {
            format,
            tags,
            history,
        })
    }

    /// The release tag on a commit.
    pub fn at(&self, commit: &Oid) -> Option<&Tag> {
        let mut tags = self.tags.iter();
        tags.find(|(tag, _)| tag.commit == *commit)
            .map(|(tag, _)| *tag)
    }

    /// The latest version that the commit contains, previews of another release than `of`'s aside: on a branch for `1.2`
    /// that is the last `1.2`, whatever is released elsewhere.
    pub fn latest(&self, of: Option<&Version>) -> Result<Option<(&Tag, &Version)>, GitError> {
        for (tag, version) in &self.tags {
            if counts(version, of) && self.history.contains(tag)? {
                return Ok(Some((tag, version)));
            }
        }
        Ok(None)
    }

    /// Refuses a version that is not later than what is released.
    pub(super) fn admits(&self, to: &Version) -> Result<(), BumpError> {
        let higher = self.tags.iter().take_while(|(_, version)| to <= version);
        for (tag, version) in higher.filter(|(_, version)| counts(version, Some(to))) {
            if !self.history.contains(tag)? {
                continue;
            }
            let tag = tag.name.clone();
            return Err(match to == version {
                true => BumpError::Released {
                    version: Box::new(to.clone()),
                    tag,
                },
                false => BumpError::NotAboveTag {
                    to: Box::new(to.clone()),
                    tag,
                },
            });
        }
        Ok(())
    }
}

/// Whether a release is one that a version has to be later than. `v2` beside `v2.0.0` is a name that moves along.
fn counts(version: &Version, of: Option<&Version>) -> bool {
    of.is_none_or(|of| {
        let is_own = !version.is_prerelease() || version.base() == of.base();
        is_own && version.release.len() >= of.release.len()
    })
}
