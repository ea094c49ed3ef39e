//! What a project's configuration adds to what is found by itself.
//!
//! Plain data: `config` reads it, and no subject knows of configuration.
use crate::source::Place;

/// What is configured about the places of versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Texts that hold the version.
    pub places: Vec<TextPlace>,
}

/// A text that holds the version of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPlace {
    /// The file, from the top of the project.
    pub path: String,
    /// The text, with `{version}` for the version.
    pub pattern: String,
    /// How many times it is there; `None` for at least once.
    pub count: Option<usize>,
    /// The package whose version it is; `None` for the one whose folder holds the file.
    pub package: Option<String>,
    /// Whether the version stands there in its SemVer form.
    pub form: super::Form,
    /// Where it is configured.
    pub place: Option<Place>,
}
