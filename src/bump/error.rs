//! Why a version cannot be bumped.
//!
//! Each is a sentence with both values, and says nothing of what would have been written.
use super::NextError;
use crate::project::{Declaration, ProjectError, whereabouts};
use crate::source::{Place, RepoPath};
use crate::version::{NoSemver, VersionError};

/// Why a version cannot be bumped.
#[derive(Debug, thiserror::Error)]
pub enum BumpError {
    /// A file could not be read.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// There is no next version of the kind.
    #[error(transparent)]
    Next(#[from] NextError),
    /// The tag is the version.
    #[error(
        "`{tool}` takes the version from the last tag, so no file holds one to change; a new tag is the new version"
    )]
    TagIsVersion {
        /// The tool.
        tool: &'static str,
    },
    /// No version is declared.
    #[error("no version of `{package}` is written in a file")]
    NoVersion {
        /// The package.
        package: String,
    },
    /// A declared version is none.
    #[error("`{raw}` in {} is not a version: {error}", whereabouts(place))]
    NotAVersion {
        /// As it is written.
        raw: String,
        /// Where.
        place: Box<Place>,
        /// Why.
        error: VersionError,
    },
    /// Two declarations differ.
    #[error("the declared versions disagree: `{}` in {}, `{}` in {}", pair.0.raw, whereabouts(&pair.0.place), pair.1.raw, whereabouts(&pair.1.place))]
    Disagree {
        /// The two.
        pair: Box<(Declaration, Declaration)>,
    },
    /// A declaration is written in a way that cannot be spliced.
    #[error(
        "`{raw}` in {} is written with escapes or in several pieces; write it plainly first",
        whereabouts(place)
    )]
    Escaped {
        /// As it is meant.
        raw: String,
        /// Where.
        place: Box<Place>,
    },
    /// A tuple cannot say the version in the words it has.
    #[error(
        "`{name}` in {} cannot become `{version}` by its numbers alone; write the tuple by hand first",
        whereabouts(place)
    )]
    Tuple {
        /// The name it is bound to.
        name: &'static str,
        /// The version it is to say.
        version: String,
        /// Where.
        place: Box<Place>,
    },
    /// The version has no SemVer form.
    #[error(transparent)]
    Semver(#[from] NoSemver),
    /// A placeholder is unknown.
    #[error("`{placeholder}` in `{template}` is not a placeholder that is known here")]
    Placeholder {
        /// The placeholder.
        placeholder: String,
        /// What it stands in.
        template: String,
    },
    /// `parse` cannot be used.
    #[error("the `parse` pattern `{pattern}` cannot be used: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// `parse` leaves a part of a version out.
    #[error(
        "the `parse` pattern `{pattern}` does not cover all of `{version}`; a part of it would be lost"
    )]
    PartlyParsed {
        /// The version.
        version: String,
        /// The pattern.
        pattern: String,
    },
    /// `serialize` has no form for a version.
    #[error("no `serialize` of {} writes `{version}`", quoted(serialize))]
    NotWritable {
        /// The version.
        version: String,
        /// The forms.
        serialize: Vec<String>,
    },
    /// A configured file is not there.
    #[error("`{path}`, which `{config}` names, is not there")]
    NoFile {
        /// The file's path as configured.
        path: String,
        /// The configuration.
        config: RepoPath,
    },
    /// A configured file does not hold what is searched.
    #[error("`{search}` is not found in `{path}`")]
    NotFound {
        /// The file.
        path: RepoPath,
        /// What is searched.
        search: String,
    },
    /// A configured key is not there, or holds something else.
    #[error("the key `{key}` of `{path}` does not hold `{version}`")]
    NoKey {
        /// The key.
        key: String,
        /// The file.
        path: RepoPath,
        /// What it should hold.
        version: String,
    },
    /// A regular expression is configured.
    #[error(
        "`{path}` is searched with the regular expression `{search}`, which is not supported; write the text itself, with `regex = false`"
    )]
    Regex {
        /// The file.
        path: RepoPath,
        /// The expression.
        search: String,
    },
    /// A glob is configured.
    #[error("the glob `{glob}` in `{config}` is not supported; name each file")]
    Glob {
        /// The glob.
        glob: String,
        /// The configuration.
        config: RepoPath,
    },
}

fn quoted(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    texts.join(", ")
}
