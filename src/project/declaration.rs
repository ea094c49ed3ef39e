//! A version where it is written, and the places that say where it is.
//!
//! Not how it is found: every kind of place has a reader of its own.
use super::site::{Form, Site};
use super::toml::Text;
use crate::edit::Edit;
use crate::source::{Origin, Place, RepoPath, SourceFile, Spot};
use crate::version::{NoSemver, Version, VersionError, from_semver};

/// What a declaration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The build back-end reads it.
    Source,
    /// It repeats the source.
    Mirror,
    /// It names another place that holds the version.
    Pointer,
    /// It is worked out when the program runs or the package is built.
    Derived,
}

impl Role {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Mirror => "mirror",
            Self::Pointer => "pointer",
            Self::Derived => "derived",
        }
    }
}

/// How much of the version a place repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The first numbers of its release segment, as Sphinx's `version` does.
    Beginning,
}

/// A version where it is written. The span of its place is the span that a bump rewrites.
///
/// `raw` is the value, as the program that owns the place reads it. Where the bytes of the span are other ones (escapes,
/// several literals that are put together) the place cannot be rewritten.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The kind of place.
    pub site: Site,
    /// What it is for.
    pub role: Role,
    /// The version as it is written.
    pub raw: String,
    /// The version as it is meant: a SemVer version as its counterpart of PEP 440.
    pub version: Result<Version, VersionError>,
    /// How it is written.
    pub form: Form,
    /// How much of the version it repeats.
    pub extent: Extent,
    /// Where it stands.
    pub place: Place,
}

impl Declaration {
    /// A declaration of the whole version, in the form that this kind of place has.
    pub fn new(site: Site, role: Role, raw: impl Into<String>, place: Place) -> Self {
        Self::in_form(site.form(), site, role, raw, place)
    }

    /// A declaration of the whole version by a text of a file.
    pub(super) fn by(site: Site, role: Role, file: &SourceFile, text: Text) -> Self {
        Self::new(site, role, text.value, file.place(text.span, ""))
    }

    /// A declaration of the whole version in this form. A SemVer version that Python has no form for is read as PEP 440
    /// reads it.
    pub fn in_form(
        form: Form,
        site: Site,
        role: Role,
        raw: impl Into<String>,
        place: Place,
    ) -> Self {
        let raw = raw.into();
        let semver = || from_semver(&raw.parse().ok()?).ok();
        let version = match form {
            Form::SemVer => semver().map_or_else(|| raw.parse(), Ok),
            Form::Pep440 => raw.parse(),
        };
        Self {
            site,
            role,
            version,
            form,
            raw,
            extent: Extent::Whole,
            place,
        }
    }

    /// The same declaration, of the version's beginning.
    pub fn of_beginning(mut self) -> Self {
        self.extent = Extent::Beginning;
        self
    }

    /// Whether it says this version, or its beginning where that is all it repeats.
    pub fn says(&self, version: &Version) -> bool {
        let Ok(own) = &self.version else {
            return false;
        };
        own == version || self.extent == Extent::Beginning && *own == version_start(version, own)
    }

    /// How this place writes a version: SemVer in its form, a beginning with as many numbers as now, a `v` kept.
    pub fn spelling(&self, version: &Version) -> Result<String, NoSemver> {
        let text = match (self.form, self.extent, &self.version) {
            (Form::SemVer, ..) => version.to_semver()?.to_string(),
            (_, Extent::Beginning, Ok(own)) if !own.is_prerelease() => {
                version_start(version, own).to_string()
            }
            _ => version.to_string(),
        };
        Ok(match self.raw.strip_prefix(['v', 'V']) {
            Some(_) => format!("v{text}"),
            None => text,
        })
    }

    /// Returns the splice that writes `text` in its place; `None` when the value is not written as it is.
    pub fn rewrite(&self, text: &str) -> Option<Edit> {
        splice(&self.place, &self.raw, text)
    }
}

/// Returns the splice that writes `text` in a place; `None` when `raw` does not stand there as it is.
pub fn splice(place: &Place, raw: &str, text: &str) -> Option<Edit> {
    let (Origin::File(path), Spot::Text { bytes, span }) = (&place.origin, &place.spot) else {
        return None;
    };
    (bytes.get(span.clone())? == raw.as_bytes()).then(|| Edit {
        path: path.clone(),
        span: span.clone(),
        replacement: text.into(),
    })
}

/// The first numbers of a version, as many as another one has.
fn version_start(version: &Version, like: &Version) -> Version {
    let parts = (0..like.release.len()).map(|index| version.part(index));
    Version::of_release(version.epoch, parts.collect())
}

/// What a pointer leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A version; it is among the declarations, as their source.
    Found(RepoPath),
    /// Something that is known only when it runs.
    Computed(RepoPath),
    /// A file that git does not record and the build makes.
    Generated(RepoPath),
    /// No file.
    Missing(RepoPath),
    /// A file in which the build back-end finds no version, though the running program has one.
    Unread {
        /// The file.
        path: RepoPath,
        /// The build back-end.
        back_end: &'static str,
        /// What the program sees when it runs.
        seen: (String, Box<Place>),
    },
    /// A file without what is looked for.
    Absent {
        /// The file.
        path: RepoPath,
        /// What is looked for in it.
        wanted: String,
    },
}

/// A place that says where the version is, instead of saying the version.
#[derive(Debug, Clone)]
pub struct Pointer {
    /// The kind of place.
    pub site: Site,
    /// What is written: `pkg.__version__`, `VERSION`.
    pub raw: String,
    /// Where.
    pub place: Place,
    /// What it leads to.
    pub target: Target,
}

/// One value, and where it stands.
pub type Written = (String, Place);

/// A name that is bound to a second literal.
#[derive(Debug, Clone)]
pub struct Rebinding {
    /// The first literal and its place.
    pub first: Written,
    /// The later one, which the running program sees.
    pub last: Written,
}

/// A Python file out of which the build back-end reads another version than the running program sees.
#[derive(Debug, Clone)]
pub struct TwoReadings {
    /// The build back-end.
    pub back_end: String,
    /// What the build back-end reads.
    pub built: Written,
    /// What the program sees when it runs.
    pub at_run_time: Written,
}

/// A tuple in a module that spells the version: `version_info = (1, 2, 3)`.
#[derive(Debug, Clone)]
pub struct VersionTuple {
    /// The name it is bound to.
    pub name: &'static str,
    /// Its parts as they are written, strings without their quotes, each with the place of its bytes.
    pub parts: Vec<Written>,
    /// The whole tuple.
    pub place: Place,
}

/// A text that is configured to hold the version in some places, and how many were found.
#[derive(Debug, Clone)]
pub struct PatternCount {
    /// The file.
    pub path: RepoPath,
    /// The text, with `{version}` for the version.
    pub pattern: String,
    /// How many times it should be there; `None` for at least once.
    pub wanted: Option<usize>,
    /// How many times it is there; `None` when there is no file.
    pub found: Option<usize>,
    /// Where it is configured.
    pub place: Option<Place>,
}

/// A file into which a tool writes the version when the package is built.
#[derive(Debug, Clone)]
pub struct GeneratedFile {
    /// The file.
    pub path: RepoPath,
    /// Where the tool is told so.
    pub place: Place,
    /// Whether the file is there.
    pub is_there: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_writes_a_version_in_its_own_form() {
        let written =
            |site, raw: &str| Declaration::new(site, Role::Mirror, raw, Place::file("a".into()));
        let next: Version = "1.3.0rc1".parse().unwrap();
        for (declaration, expected) in [
            (written(Site::Project, "1.2.3"), "1.3.0rc1"),
            (written(Site::Bumpver, "v1.2.3"), "v1.3.0rc1"),
            (written(Site::Cargo, "1.2.3"), "1.3.0-rc.1"),
            (written(Site::Sphinx, "1.2").of_beginning(), "1.3"),
            (written(Site::Sphinx, "1.2.3").of_beginning(), "1.3.0"),
        ] {
            assert_eq!(declaration.spelling(&next).unwrap(), expected);
        }
        assert!(written(Site::Cargo, "1.3.0-rc.1").says(&next));
        assert!(written(Site::Sphinx, "1.3").of_beginning().says(&next));
        assert!(!written(Site::Sphinx, "1.2").of_beginning().says(&next));
    }
}
