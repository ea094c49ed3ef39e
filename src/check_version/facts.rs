//! What the rules of `check-version` look at.
//!
//! Not where versions are found: that is `project`'s. Not what git is asked: that is `gather`'s.
use super::gather;
use crate::config::{Config, UnknownKeys};
use crate::git::Snapshot;
use crate::project::{
    Declaration, Extent, Form, GeneratedFile, Package, Role, TagName, packages_with,
};
use crate::rule::Example;
use crate::source::{Place, RepoPath};
use crate::version::Version;
use jiff::civil::Date;

/// A tag's name, and the version that it says.
pub type Tagged = (String, Version);

/// One package with all of its declared versions, the release it is judged for, and what stands beside it.
#[derive(Debug, Clone, Default)]
pub struct Declarations {
    /// The package.
    pub package: Package,
    /// The version that is being released; `None` when nothing is.
    pub release: Option<Version>,
    /// The tags that the package is compared with: the one that is to be released, or those on the commit that is looked
    /// at; none when another guard does that.
    pub tags: Vec<Tagged>,
    /// A release tag in the history of what is looked at that the declared version does not come after, and should.
    pub outrun_by: Option<Tagged>,
    /// Files on disk that declare the version, and that git neither records nor ignores.
    pub untracked: Vec<RepoPath>,
    /// Generated files that git records.
    pub recorded: Vec<GeneratedFile>,
    /// The day of the declared version's release by the changelog.
    pub released_on: Option<(Date, Place)>,
    /// The groups of linked packages in which this one comes first.
    pub groups: Vec<Vec<Package>>,
}

impl Declarations {
    /// The declarations that are versions in the form of PEP 440, and the source in whatever form; none where the tag is
    /// the version. Citations are left out.
    pub fn versions(&self) -> impl Iterator<Item = (&Declaration, &Version)> {
        let declarations = match self.package.versioned_by {
            Some(_) => &[],
            None => self.package.declarations.as_slice(),
        };
        let is_compared = |found: &&Declaration| {
            let is_mirror = found.form == Form::Pep440 && !found.site.is_citation();
            found.role == Role::Source || is_mirror
        };
        declarations
            .iter()
            .filter(is_compared)
            .filter_map(|found| Some((found, found.version.as_ref().ok()?)))
    }

    /// The declaration that the other ones are compared with: the source, else the first one of a whole version.
    pub fn reference(&self) -> Option<(&Declaration, &Version)> {
        self.versions()
            .find(|(found, _)| found.extent == Extent::Whole)
    }
}

/// Turns a rule's example into facts: the first package of its tree, and the tag of its last ref; `None` when it is no
/// example of this program's, or holds no package.
pub fn facts_of(example: &Example) -> Option<Declarations> {
    let (tree, refs, tags) = match example {
        Example::Tree(tree) | Example::Untracked { tree, .. } => (*tree, &[][..], &[][..]),
        Example::Push { refs, tree, tags } => (*tree, *refs, *tags),
        _ => return None,
    };
    let snapshot = Snapshot::memory(tree.iter().copied());
    let (config, _) = Config::read(&snapshot, UnknownKeys::Refused).ok()?;
    let all = packages_with(&snapshot, &config.versions()).ok()?;
    let package = all.first()?;
    let tag = refs.last().and_then(|line| {
        let name = line.split(' ').next()?.strip_prefix("refs/tags/")?;
        Some((name.to_owned(), TagName::guess(name)?.version.ok()?))
    });
    let is_outrun = |tagged: &Tagged| package.version().is_some_and(|own| *own < tagged.1);
    let untracked = match example {
        Example::Untracked { untracked, .. } => *untracked,
        _ => &[],
    };
    Some(Declarations {
        release: tag.as_ref().map(|(_, version)| version.clone()),
        tags: tag.into_iter().collect(),
        outrun_by: tags
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), TagName::guess(name)?.version.ok()?)))
            .find(is_outrun),
        untracked: untracked
            .iter()
            .map(|(path, _)| RepoPath::from(*path))
            .collect(),
        recorded: gather::there(package),
        released_on: gather::released_on(&snapshot, package, &config).ok()?,
        groups: gather::groups(package, &all, &all, &config.linked),
        package: package.clone(),
    })
}
