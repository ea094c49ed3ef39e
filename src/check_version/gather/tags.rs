//! The release tags of a package: those on the commit that is looked at, and one in its history that is too high.
//!
//! Not a tag that is being pushed: that is `tag_guard`'s.
use super::{Surroundings, View};
use crate::bump;
use crate::check_version::facts::Tagged;
use crate::dist::ProjectName;
use crate::git::{GitError, Oid, Repository};
use crate::policy::Stage;
use crate::project::{Package, TagFormat, TagName, released_by};
use crate::version::Version;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many release tags are looked for in history.
const LOOKED_FOR: usize = 8;

/// The release tags of one form, by the package they name.
pub(super) type Tags = BTreeMap<Option<ProjectName>, Vec<ReleaseTag>>;

#[derive(Debug, Clone)]
pub(super) struct ReleaseTag {
    name: String,
    version: Version,
    object: Oid,
}

impl Surroundings<'_> {
    /// Whether the tag that was asked for releases a package. A name in it that no package has means none.
    pub(super) fn is_released(
        &self,
        package: &Package,
        name: Option<&str>,
        version: &Version,
    ) -> bool {
        let is_known = |name: &&str| self.all.iter().any(|other| other.is_called(name));
        let released = released_by(self.all, name.filter(is_known), Some(version));
        released.iter().any(|other| other.folder == package.folder)
    }

    /// Whether tags that name no package are those of this one: it is the only one, the top, or all have one version.
    fn has_nameless_tags(&self, package: &Package) -> bool {
        if self.all.iter().any(|other| other.folder.is_top()) {
            return package.folder.is_top();
        }
        let same = |other: &Package| other.version() == package.version();
        self.all.iter().all(same)
    }

    /// The release tags of a package.
    fn tags_of(&self, package: &Package) -> Result<Vec<ReleaseTag>, GitError> {
        let Some(repository) = self.repository else {
            return Ok(Vec::new());
        };
        let configured = self.config.tag_format.clone();
        let form = configured.or_else(|| bump::tag_name(package, self.snapshot));
        let key = form.clone().unwrap_or_default();
        let known = self.asked.tags.borrow().get(&key).cloned();
        let tags = match known {
            Some(tags) => tags,
            None => {
                let tags = Rc::new(release_tags(repository, form.as_deref())?);
                self.asked.tags.borrow_mut().insert(key, tags.clone());
                tags
            }
        };
        let named = package.name.as_deref().and_then(ProjectName::new);
        let named = named.and_then(|name| tags.get(&Some(name)));
        let nameless = tags.get(&None).filter(|_| self.has_nameless_tags(package));
        Ok([named, nameless]
            .into_iter()
            .flatten()
            .flatten()
            .cloned()
            .collect())
    }

    /// The commit whose history what is looked at continues.
    fn commit(&self) -> Result<Option<Oid>, GitError> {
        match (&self.view, self.repository) {
            (View::Commit(commit), _) => Ok(Some(commit.clone())),
            (View::Disk(_), Some(repository)) => repository.head(),
            _ => Ok(None),
        }
    }

    /// The release tags on the commit that is looked at, unless its tree was edited since.
    pub(super) fn tags_here(&self, package: &Package) -> Result<Vec<Tagged>, GitError> {
        let (Some(repository), Some(commit), Some(own)) =
            (self.repository, self.commit()?, package.version())
        else {
            return Ok(Vec::new());
        };
        let mut found = self.tags_of(package)?;
        found.retain(|tag| {
            let at = repository.commit(tag.object.as_str());
            at.is_ok_and(|at| at == commit) && !is_alias(&tag.version, own)
        });
        let is_declared = found.iter().any(|tag| tag.version == *own);
        // What cannot be told counts as edited: libgit2 does not read every kind of index.
        let is_edited = || match self.view {
            View::Disk(_) => self.snapshot.is_changed() || !repository.is_clean().unwrap_or(false),
            _ => false,
        };
        // Whether the tree was edited takes longer to find out than anything else here.
        if found.is_empty() || (!is_declared && is_edited()) {
            return Ok(Vec::new());
        }
        Ok(found
            .into_iter()
            .map(|tag| (tag.name, tag.version))
            .collect())
    }

    /// Looks in the history of what is looked at for a release that the declared version does not come after. The
    /// highest one is tried first, then the next ones above the declared version.
    pub(super) fn outrun_by(
        &self,
        package: &Package,
        here: &[Tagged],
    ) -> Result<Option<Tagged>, GitError> {
        let (Some(repository), Some(commit), Some(own)) =
            (self.repository, self.commit()?, package.version())
        else {
            return Ok(None);
        };
        let is_release = self.policy.stage() != Stage::Ci;
        let mut above = self.tags_of(package)?;
        above.retain(|tag| {
            let is_above = tag.version > *own || (is_release && tag.version == *own);
            is_above && !here.iter().any(|(name, _)| *name == tag.name)
        });
        above.sort_by(|one, other| one.version.cmp(&other.version));
        let highest = above.pop();
        for tag in highest.into_iter().chain(above).take(LOOKED_FOR) {
            let Ok(at) = repository.commit(tag.object.as_str()) else {
                continue;
            };
            let is_own = is_release && at == commit;
            // Where history was cut off nobody can tell.
            if !is_own && repository.is_ancestor(&at, &commit).unwrap_or(false) {
                return Ok(Some((tag.name, tag.version)));
            }
        }
        Ok(None)
    }
}

/// Whether a tag is only the short name of a release: `v1.2` beside `v1.2.3`.
fn is_alias(tag: &Version, own: &Version) -> bool {
    tag.release.len() < own.release.len() && own.release.starts_with(&tag.release)
}

/// Reads the release tags of a repository, of this form or of the one that the latest agree on. One number alone is as
/// likely a date, or a name that moves along.
fn release_tags(repository: &Repository, form: Option<&str>) -> Result<Tags, GitError> {
    let mut refs = repository.tag_refs()?;
    refs.sort_by_cached_key(|(name, _)| {
        let version = TagName::guess(name).and_then(|read| read.version.ok());
        std::cmp::Reverse(version)
    });
    let names: Vec<String> = refs.iter().map(|(name, _)| name.clone()).collect();
    // A form that makes no sense is refused where tags are made and pushed.
    let form = TagFormat::learned(form, None, &names).unwrap_or(TagFormat::standard());
    let mut tags = Tags::new();
    for (name, object) in refs {
        let Some(read) = form.read(&name) else {
            continue;
        };
        if let Ok(version) = read.version
            && version.release.len() > 1
        {
            let package = read.name.as_deref().and_then(ProjectName::new);
            let tag = ReleaseTag {
                name,
                version,
                object,
            };
            tags.entry(package).or_default().push(tag);
        }
    }
    Ok(tags)
}
