//! What git and the changelog say about declared versions: tags, files that git does not record, the day of a release.
//!
//! Not a judgement, and nothing is asked that no rule of the stage looks at.
use super::facts::{Declarations, Tagged};
use super::rules::RULES;
use crate::changelog::{Changelog, find};
use crate::config::Config;
use crate::dist::{ProjectName, same_name};
use crate::git::{GitError, Oid, Repository, Snapshot};
use crate::policy::{Policy, Stage};
use crate::project::{
    GeneratedFile, Package, ProjectError, Role, TagFormat, TagName, Target, packages_with,
};
use crate::rule::Severity;
use crate::source::{Origin, Place, RepoPath};
use crate::version::Version;
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// How many release tags are looked for in history.
const LOOKED_FOR: usize = 8;

/// What a snapshot shows.
#[derive(Debug, Clone)]
pub(super) enum View<'v> {
    /// The files below this folder.
    Disk(&'v Path),
    /// What is staged.
    Staged,
    /// The tree of this commit.
    Commit(Oid),
    /// A tree whose tags another guard judges.
    Guarded,
}

/// What is looked at, and what may be asked about it.
#[derive(Debug)]
pub(super) struct Surroundings<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) view: View<'s>,
    pub(super) repository: Option<&'s Rc<Repository>>,
    pub(super) config: &'s Config,
    pub(super) policy: &'s Policy,
    /// All packages of the snapshot.
    pub(super) all: &'s [Package],
    /// Those of them that are judged.
    pub(super) judged: &'s [Package],
    /// The version that is being released; `None` when nothing is.
    pub(super) release: Option<&'s Version>,
    /// The tag that was asked for.
    pub(super) tag: Option<&'s Tagged>,
    pub(super) asked: Asked,
}

/// What was asked already, for all packages.
#[derive(Debug, Default)]
pub(super) struct Asked {
    tags: RefCell<BTreeMap<String, Rc<Tags>>>,
    on_disk: RefCell<Option<Rc<Vec<Package>>>>,
}

/// The release tags of one form, by the package they name.
type Tags = BTreeMap<Option<ProjectName>, Vec<ReleaseTag>>;

#[derive(Debug, Clone)]
struct ReleaseTag {
    name: String,
    version: Version,
    object: Oid,
}

impl Surroundings<'_> {
    /// The facts of one package.
    pub(super) fn facts(&self, package: &Package) -> Result<Declarations, ProjectError> {
        let is_released = self.tag.is_none_or(|(name, version)| {
            let read = TagName::guess(name).and_then(|read| read.name);
            self.is_released(package, read.as_deref(), version)
        });
        let mut facts = Declarations {
            package: package.clone(),
            release: self.release.filter(|_| is_released).cloned(),
            tags: self
                .tag
                .filter(|_| is_released)
                .cloned()
                .into_iter()
                .collect(),
            ..Declarations::default()
        };
        if self.tag.is_none() && self.is_on("head-tag-mismatch") {
            facts.tags = self.tags_here(package)?;
        }
        // The others are not released now, and may well be at their last release.
        if is_released && self.is_on("version-not-increased") {
            facts.outrun_by = self.outrun_by(package, &facts.tags)?;
        }
        if self.is_on("untracked-declaration") {
            facts.untracked = self.untracked(package)?;
        }
        if self.is_on("tracked-generated-version-file") {
            facts.recorded = self.recorded(package)?;
        }
        if self.is_on("stale-citation") {
            facts.released_on = released_on(self.snapshot, package, self.config)?;
        }
        // Of linked packages, one at a time is released.
        if !matches!(self.view, View::Guarded) && self.is_on("workspace-version-drift") {
            facts.groups = groups(package, self.judged, self.all, &self.config.linked);
        }
        Ok(facts)
    }

    fn is_on(&self, rule: &str) -> bool {
        RULES.iter().any(|found| {
            found.about.name == rule && self.policy.severity(&found.about) != Severity::Off
        })
    }

    /// Whether the tag that was asked for releases a package: the one that it names, else the one at the top, else those
    /// that declare its version, else all.
    fn is_released(&self, package: &Package, name: Option<&str>, version: &Version) -> bool {
        if let Some(name) = name
            && self.all.iter().any(|other| is_called(other, name))
        {
            return is_called(package, name);
        }
        let declares = |other: &Package| other.version() == Some(version);
        if self.all.iter().any(|other| other.folder.is_top()) {
            package.folder.is_top()
        } else {
            declares(package) || !self.all.iter().any(declares)
        }
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
        let bumpversion = package
            .bumpversion
            .as_ref()
            .and_then(|_| crate::bump::settings(package, self.snapshot).ok()?.tag_name);
        let form = self.config.tag_format.clone().or(bumpversion);
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
    fn tags_here(&self, package: &Package) -> Result<Vec<Tagged>, GitError> {
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
        let is_edited = || match self.view {
            View::Disk(_) => repository.is_clean().map(|is_clean| !is_clean),
            _ => Ok(false),
        };
        // Whether the tree was edited takes longer to find out than anything else here.
        if found.is_empty() || (!is_declared && is_edited()?) {
            return Ok(Vec::new());
        }
        Ok(found
            .into_iter()
            .map(|tag| (tag.name, tag.version))
            .collect())
    }

    /// Looks in the history of what is looked at for a release that the declared version does not come after. The
    /// highest one is tried first, then the next ones above the declared version.
    fn outrun_by(&self, package: &Package, here: &[Tagged]) -> Result<Option<Tagged>, GitError> {
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

    /// Finds the files on disk that declare a package's version and that git neither records nor ignores. A package whose
    /// own manifest git does not know is not yet one of the repository.
    fn untracked(&self, package: &Package) -> Result<Vec<RepoPath>, ProjectError> {
        let Some(repository) = self.repository else {
            return Ok(Vec::new());
        };
        let top = match self.view {
            View::Disk(top) => top,
            _ => repository.root(),
        };
        let Some(base) = base(repository, top) else {
            return Ok(Vec::new());
        };
        let mut paths = match self.view {
            View::Disk(_) => {
                let manifest = package.manifest.as_ref().and_then(file);
                let whole = |path: RepoPath| base.join(path.as_bytes());
                match manifest.and_then(whole) {
                    Some(manifest) if repository.records(&manifest)? => declaring(package),
                    _ => return Ok(Vec::new()),
                }
            }
            _ => self.lacking(package)?,
        };
        paths.sort();
        paths.dedup();
        let mut untracked = Vec::new();
        for path in paths {
            let Some(whole) = base.join(path.as_bytes()) else {
                continue;
            };
            if path.to_path(top).is_file()
                && !repository.records(&whole)?
                && !repository.ignores(&whole)?
            {
                untracked.push(path);
            }
        }
        Ok(untracked)
    }

    /// The files that declare the version on disk where the snapshot has no version, or not where it should be.
    fn lacking(&self, package: &Package) -> Result<Vec<RepoPath>, ProjectError> {
        let is_missing = |target: &Target| matches!(target, Target::Missing(_));
        let is_elsewhere = package.versioned_by.is_some() || package.opaque.is_some();
        let lacks = package
            .pointers
            .iter()
            .any(|found| is_missing(&found.target))
            || (package.declarations.is_empty() && !is_elsewhere);
        if !lacks {
            return Ok(Vec::new());
        }
        let on_disk = self.on_disk()?;
        let own = on_disk.iter().find(|other| other.folder == package.folder);
        Ok(own.map(declaring).unwrap_or_default())
    }

    /// The packages of the working tree.
    fn on_disk(&self) -> Result<Rc<Vec<Package>>, ProjectError> {
        if let Some(known) = self.asked.on_disk.borrow().clone() {
            return Ok(known);
        }
        let found = match self.repository {
            Some(repository) => packages_with(
                &Snapshot::work_tree(repository.root()),
                &self.config.versions(),
            )
            // What does not parse on disk is not what is judged here.
            .unwrap_or_default(),
            None => Vec::new(),
        };
        let found = Rc::new(found);
        *self.asked.on_disk.borrow_mut() = Some(found.clone());
        Ok(found)
    }

    /// The generated files that git records: those of a commit or of what is staged, and on disk those that it knows.
    fn recorded(&self, package: &Package) -> Result<Vec<GeneratedFile>, GitError> {
        let mut found = there(package);
        let View::Disk(top) = self.view else {
            return Ok(found);
        };
        let Some((repository, base)) = self
            .repository
            .and_then(|repository| Some((repository, base(repository, top)?)))
        else {
            return Ok(Vec::new());
        };
        let mut recorded = Vec::new();
        for file in found.drain(..) {
            if let Some(whole) = base.join(file.path.as_bytes())
                && repository.records(&whole)?
            {
                recorded.push(file);
            }
        }
        Ok(recorded)
    }
}

/// The files in which a package's version has its source.
fn declaring(package: &Package) -> Vec<RepoPath> {
    let sources = package.declarations.iter();
    sources
        .filter(|found| found.role == Role::Source)
        .filter_map(|found| file(&found.place))
        .collect()
}

fn file(place: &Place) -> Option<RepoPath> {
    match &place.origin {
        Origin::File(path) => Some(path.clone()),
        _ => None,
    }
}

/// Where a folder lies in a repository; `None` when it lies outside.
fn base(repository: &Repository, folder: &Path) -> Option<RepoPath> {
    let root = repository.root().canonicalize().ok()?;
    RepoPath::below(&root, &folder.canonicalize().ok()?)
}

fn is_called(package: &Package, name: &str) -> bool {
    let own = package.name.as_deref();
    own.is_some_and(|own| same_name(own, name))
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

/// The generated files that are there.
pub(super) fn there(package: &Package) -> Vec<GeneratedFile> {
    let generated = package.generated.iter();
    generated.filter(|file| file.is_there).cloned().collect()
}

/// The day that the changelog has for a package's version; asked only where a citation names a day.
pub(super) fn released_on(
    snapshot: &Snapshot,
    package: &Package,
    config: &Config,
) -> Result<Option<(Date, Place)>, GitError> {
    let (Some(version), Some(_)) = (package.version(), &package.cited_on) else {
        return Ok(None);
    };
    let configured = config.changelog.path.as_deref();
    let Some(file) = find(snapshot, &package.folder, configured)? else {
        return Ok(None);
    };
    let changelog = Changelog::parse(file);
    let dated = changelog
        .section(version)
        .and_then(|section| section.date.as_ref());
    Ok(dated.and_then(|dated| Some((dated.day?, changelog.place(&dated.span, "")))))
}

/// The groups of linked packages in which a package is the first one that is judged; `*` stands for all packages.
pub(super) fn groups(
    package: &Package,
    judged: &[Package],
    all: &[Package],
    linked: &[Vec<String>],
) -> Vec<Vec<Package>> {
    let is_in = |names: &[String], other: &Package| {
        let mut names = names.iter();
        names.any(|name| name == "*" || is_called(other, name))
    };
    let is_first = |names: &&Vec<String>| {
        let first = judged.iter().find(|other| is_in(names, other));
        first.is_some_and(|first| first.folder == package.folder)
    };
    let members = |names: &Vec<String>| {
        all.iter()
            .filter(|other| is_in(names, other))
            .cloned()
            .collect()
    };
    linked.iter().filter(is_first).map(members).collect()
}

/// Finds a name in a group of linked packages that no package has.
pub(super) fn unknown_link<'c>(all: &[Package], linked: &'c [Vec<String>]) -> Option<&'c str> {
    let mut names = linked.iter().flatten().map(String::as_str);
    names.find(|name| *name != "*" && !all.iter().any(|package| is_called(package, name)))
}
