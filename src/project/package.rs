//! A Python package: its name, and all that is known of its version.
//!
//! Not how that is found: the readers fill it in.
use super::{
    Declaration, Extent, GeneratedFile, PatternCount, Pointer, Rebinding, Role, Site, TagFormat,
    TwoReadings, VersionTuple, Written,
};
use crate::dist::same_name;
use crate::source::{Place, RepoPath, Spot};
use crate::version::Version;

/// A Python package of the repository.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Its project name as declared; `None` when none is.
    pub name: Option<String>,
    /// The folder of its pyproject.toml, setup.cfg or setup.py.
    pub folder: RepoPath,
    /// Every place where its version stands, the source first.
    pub declarations: Vec<Declaration>,
    /// The tool that takes its version from the last tag (`setuptools-scm`, `hatch-vcs`, …); `None` when a file has it.
    pub versioned_by: Option<&'static str>,
    /// Places that say where the version is.
    pub pointers: Vec<Pointer>,
    /// Where a module works out its version when it runs.
    pub derived: Vec<Place>,
    /// `"version"` in `[project] dynamic`.
    pub dynamic: Option<Place>,
    /// What works the version out when the package is built, and cannot be read without running it.
    pub opaque: Option<String>,
    /// Names that are bound to two literals.
    pub rebindings: Vec<Rebinding>,
    /// Files that the build back-end reads otherwise than the running program.
    pub readings: Vec<TwoReadings>,
    /// Tuples in its modules that spell the version.
    pub tuples: Vec<VersionTuple>,
    /// Its own entries in lock files.
    pub locks: Vec<Declaration>,
    /// The date of the release that CITATION.cff tells of.
    pub cited_on: Option<Written>,
    /// Configured texts, and how many of them were found.
    pub patterns: Vec<PatternCount>,
    /// Files into which a tool writes the version.
    pub generated: Vec<GeneratedFile>,
    /// The file that holds the configuration of bump-my-version.
    pub bumpversion: Option<RepoPath>,
    /// How its release tags are written, as another tool is told: commitizen, python-semantic-release, or the one that takes
    /// the version from them.
    pub tag_format: Option<TagFormat>,
    /// Whether it is built into distributions (Poetry's `package-mode`).
    pub is_built: bool,
    /// The file that makes it a package.
    pub manifest: Option<Place>,
}

impl Package {
    /// The version its source declares, or its code and tools repeat; `None` when none does, it is not a version, or the
    /// tag has it.
    pub fn version(&self) -> Option<&Version> {
        if self.versioned_by.is_some() {
            return None;
        }
        let is_own = |site: Site| !site.is_citation() && site != Site::Sphinx;
        let is_whole = |found: &&Declaration| found.extent == Extent::Whole && is_own(found.site);
        self.declarations
            .iter()
            .find(|found| found.role == Role::Source)
            .or(self.declarations.iter().find(is_whole))
            .and_then(|found| found.version.as_ref().ok())
    }

    /// Its name for people: the project name, else its folder, else `this project`.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None if self.folder.is_top() => "this project".into(),
            None => self.folder.to_string(),
        }
    }

    /// Its name in a sentence: in backticks, unless it has none.
    pub fn called(&self) -> String {
        match &self.name {
            Some(name) => format!("`{name}`"),
            None if self.folder.is_top() => "this project".into(),
            None => format!("the package in `{}`", self.folder),
        }
    }

    /// Whether this is its project name, in any of its spellings.
    pub fn is_called(&self, name: &str) -> bool {
        let own = self.name.as_deref();
        own.is_some_and(|own| same_name(own, name))
    }

    /// Whether a name means this package: its project name, or its folder.
    pub fn is_named(&self, name: &str) -> bool {
        self.is_called(name) || self.folder.to_string() == name.trim_end_matches('/')
    }

    /// What an entry of a lock file repeats; `None` when nothing is declared.
    pub fn locked(&self, lock: &Declaration) -> Option<&Declaration> {
        let site = match lock.site {
            Site::CargoLock => Some(Site::Cargo),
            Site::PackageLock => Some(Site::PackageJson),
            _ => None,
        };
        match site {
            Some(site) => self.declarations.iter().find(|found| found.site == site),
            None if self.versioned_by.is_some() => None,
            None => self.declarations.first(),
        }
    }

    /// Every place that holds its version as text: declarations, then entries of lock files.
    pub fn literals(&self) -> impl Iterator<Item = &Declaration> {
        self.declarations.iter().chain(&self.locks)
    }

    pub(super) fn has_source(&self) -> bool {
        self.declarations
            .iter()
            .any(|found| found.role == Role::Source)
    }

    /// What the next place is for that the build back-end reads where no place before it has the version.
    pub(super) fn next_role(&self) -> Role {
        match self.has_source() || self.versioned_by.is_some() {
            true => Role::Mirror,
            false => Role::Source,
        }
    }

    /// Adds a declaration unless its place is known.
    pub(super) fn declare(&mut self, declaration: Declaration) {
        if !self.knows(&declaration.place) {
            self.declarations.push(declaration);
        }
    }

    /// Whether a declaration stands in a place, or in a part of it.
    pub(super) fn knows(&self, place: &Place) -> bool {
        let span = |place: &Place| match &place.spot {
            Spot::Text { span, .. } => Some(span.clone()),
            _ => None,
        };
        let own = span(place);
        self.declarations.iter().any(|found| {
            let other = span(&found.place);
            let overlap = match (&own, &other) {
                (Some(own), Some(other)) => own.start < other.end && other.start < own.end,
                _ => own == other,
            };
            overlap && found.place.origin == place.origin
        })
    }
}
