//! The release tags of a package: those on the commit that is looked at, and one in its history that is too high.
//!
//! Not a tag that is being pushed: that is `tag_guard`'s.
use super::{Surroundings, View};
use crate::bump;
use crate::check_version::facts::Tagged;
use crate::config::Config;
use crate::dist::ProjectName;
use crate::git::{GitError, Oid, Repository};
use crate::policy::Stage;
use crate::project::{Package, TagFormat, TagName, released_by};
use crate::version::Version;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many release tags are looked for in history.
const LOOKED_FOR: usize = 8;

/// The release tags of one form, by the package they name; the highest first.
pub(super) type Tags = BTreeMap<Option<ProjectName>, Vec<Rc<ReleaseTag>>>;

#[derive(Debug)]
pub(super) struct ReleaseTag {
    name: String,
    version: Version,
    object: Oid,
    commit: OnceCell<Option<Oid>>,
}

impl ReleaseTag {
    /// The commit that it names; looked up once, as many packages can share their tags.
    fn commit(&self, repository: &Repository) -> Option<&Oid> {
        let found = || repository.commit(self.object.as_str()).ok();
        self.commit.get_or_init(found).as_ref()
    }

    fn tagged(&self) -> Tagged {
        (self.name.clone(), self.version.clone())
    }
}

impl Surroundings<'_> {
    /// Whether the tag that was asked for releases a package: the one that it names, else the one at the top, else those
    /// that declare its version, else all. The short name of a release, which moves along, releases nothing; nor
    /// does the tag of something else.
    pub(super) fn is_released(
        &self,
        package: &Package,
        (tag, version): &Tagged,
    ) -> Result<bool, GitError> {
        if package.version().is_some_and(|own| is_alias(version, own)) {
            return Ok(false);
        }
        if let Some(name) = TagName::guess(tag).and_then(|read| read.name) {
            if self.all.iter().any(|other| other.is_called(&name)) {
                return Ok(package.is_called(&name));
            }
            if package.version() != Some(version) && self.is_of_another(package, &name)? {
                return Ok(false);
            }
        }
        let released = released_by(self.all, None, Some(version));
        Ok(released.iter().any(|other| other.folder == package.folder))
    }

    /// Whether tags with a name that no package has are of something else: the declared version has another one.
    fn is_of_another(&self, package: &Package, name: &str) -> Result<bool, GitError> {
        let (Some(repository), Some(own)) = (self.repository, package.version()) else {
            return Ok(false);
        };
        let end = own.to_string();
        Ok(self.tag_refs(repository)?.iter().any(|(tag, _)| {
            tag.ends_with(&end)
                && TagName::guess(tag).is_some_and(|read| {
                    read.version.as_ref() == Ok(own) && read.name.as_deref() != Some(name)
                })
        }))
    }

    /// All tags and the objects that they name, listed once for all packages and forms.
    fn tag_refs(&self, repository: &Repository) -> Result<Rc<[(String, Oid)]>, GitError> {
        if let Some(known) = self.asked.tag_refs.get() {
            return Ok(known.clone());
        }
        let list = repository.tag_list()?;
        let refs = list.iter();
        let refs = refs.filter_map(|tag| Some((tag.name.to_owned(), tag.oid()?)));
        let refs = refs.collect();
        Ok(self.asked.tag_refs.get_or_init(|| refs).clone())
    }

    /// Whether tags that name no package are those of this one: it is the only one, the top, or all have one version.
    fn has_nameless_tags(&self, package: &Package) -> bool {
        if self.all.iter().any(|other| other.folder.is_top()) {
            return package.folder.is_top();
        }
        let same = |other: &Package| other.version() == package.version();
        self.all.iter().all(same)
    }

    /// The release tags of a package from this version on, as far as they are wanted: packages can share thousands.
    fn tags_of(
        &self,
        package: &Package,
        lowest: Option<&Version>,
        is_wanted: impl Fn(&ReleaseTag) -> bool,
    ) -> Result<Vec<Rc<ReleaseTag>>, GitError> {
        let tags = self.tags(package)?;
        let named = package.name.as_deref().and_then(ProjectName::new);
        let named = named.and_then(|name| tags.get(&Some(name)));
        let nameless = tags.get(&None).filter(|_| self.has_nameless_tags(package));
        let is_high = |tag: &&Rc<ReleaseTag>| lowest.is_none_or(|lowest| tag.version >= *lowest);
        Ok([named, nameless]
            .into_iter()
            .flatten()
            .flat_map(|tags| tags.iter().take_while(is_high))
            .filter(|tag| is_wanted(tag))
            .cloned()
            .collect())
    }

    /// The release tags that have the form of a package's tags; none without a repository.
    fn tags(&self, package: &Package) -> Result<Rc<Tags>, GitError> {
        let Some(repository) = self.repository else {
            return Ok(Rc::default());
        };
        let configured = self.config.tag_format.clone();
        let form = configured.or_else(|| bump::tag_name(package, self.snapshot));
        let key = form.clone().unwrap_or_default();
        if let Some(known) = self.asked.tags.borrow().get(&key) {
            return Ok(known.clone());
        }
        let refs = self.tag_refs(repository)?;
        let tags = Rc::new(release_tags(&refs, self.config, form.as_deref()));
        self.asked.tags.borrow_mut().insert(key, tags.clone());
        Ok(tags)
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
        let found = self.tags_of(package, None, |tag| {
            tag.commit(repository) == Some(&commit) && !is_alias(&tag.version, own)
        })?;
        let is_declared = found.iter().any(|tag| tag.version == *own);
        // What cannot be told counts as edited: libgit2 does not read every kind of index.
        let is_edited = || match self.view {
            View::Disk(_) => *self.asked.is_edited.get_or_init(|| {
                let is_clean = repository.is_clean();
                self.snapshot.is_changed() || !is_clean.unwrap_or(false)
            }),
            _ => false,
        };
        // Whether the tree was edited takes longer to find out than anything else here.
        if found.is_empty() || (!is_declared && is_edited()) {
            return Ok(Vec::new());
        }
        Ok(found.iter().map(|tag| tag.tagged()).collect())
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
        // A placeholder comes after nothing.
        if own.significant_release().is_empty() {
            return Ok(None);
        }
        let mut above = self.tags_of(package, Some(own), |tag| {
            let is_above = tag.version > *own || (is_release && tag.version == *own);
            is_above
                && !is_preview(&tag.version, own)
                && !here.iter().any(|(name, _)| *name == tag.name)
        })?;
        above.sort_by(|one, other| one.version.cmp(&other.version));
        let highest = above.pop();
        for tag in highest.into_iter().chain(above).take(LOOKED_FOR) {
            let Some(at) = tag.commit(repository) else {
                continue;
            };
            let is_own = is_release && *at == commit;
            // Where history was cut off nobody can tell.
            if !is_own && repository.is_ancestor(at, &commit).unwrap_or(false) {
                return Ok(Some(tag.tagged()));
            }
        }
        Ok(None)
    }
}

/// Whether a tag is only the short name of a release: `v1.2` beside `v1.2.3`.
fn is_alias(tag: &Version, own: &Version) -> bool {
    tag < own && own.release.len() > tag.release.len() && own.release.starts_with(&tag.release)
}

/// Whether a tag is a pre-release of another version: installers pass it over, and releases of the line before it go on.
fn is_preview(tag: &Version, own: &Version) -> bool {
    tag.is_prerelease() && tag.significant_release() != own.significant_release()
}

/// Picks the release tags out of all, of this form or of the one that the latest agree on. One number alone is as likely
/// a date, or a name that moves along.
fn release_tags(refs: &[(String, Oid)], config: &Config, form: Option<&str>) -> Tags {
    let is_floating = |name: &str| config.tags.is_floating(name);
    let refs = refs.iter().filter(|(name, _)| !is_floating(name));
    let mut refs: Vec<(String, Oid)> = refs.cloned().collect();
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
                commit: OnceCell::new(),
            };
            tags.entry(package).or_default().push(Rc::new(tag));
        }
    }
    for own in tags.values_mut() {
        own.sort_by(|one, other| other.version.cmp(&one.version));
    }
    tags
}
