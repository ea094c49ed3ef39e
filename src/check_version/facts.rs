//! What the rules of `check-version` look at.
//!
//! Not where versions are found: that is `project`'s. Not what git is asked: that is `gather`'s.
use crate::project::{Declaration, Extent, Form, GeneratedFile, Package, Role};
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
