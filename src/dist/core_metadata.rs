//! Core metadata: the headers of METADATA and PKG-INFO, and which fields there are.
//!
//! Not whether the values are right: that is for `validate_dist`'s rules.
use super::{Document, Field, Headers, Requirement};
use crate::version::Version;
use std::borrow::Cow;

/// How often a field may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Once.
    Once,
    /// Any number of times.
    Often,
}

/// What the specification says of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRule {
    /// The name.
    pub name: &'static str,
    /// The metadata version that has it first.
    pub since: (u32, u32),
    /// How often it may stand.
    pub repeat: Repeat,
}

/// Every field of the specification, as of metadata 2.5.
pub const FIELDS: &[FieldRule] = &[
    once("Metadata-Version", (1, 0)),
    once("Name", (1, 0)),
    once("Version", (1, 0)),
    often("Platform", (1, 0)),
    once("Summary", (1, 0)),
    once("Description", (1, 0)),
    once("Keywords", (1, 0)),
    once("Home-page", (1, 0)),
    once("Author", (1, 0)),
    once("Author-email", (1, 0)),
    once("License", (1, 0)),
    often("Supported-Platform", (1, 1)),
    once("Download-URL", (1, 1)),
    often("Classifier", (1, 1)),
    often("Requires", (1, 1)),
    often("Provides", (1, 1)),
    often("Obsoletes", (1, 1)),
    once("Maintainer", (1, 2)),
    once("Maintainer-email", (1, 2)),
    often("Requires-Dist", (1, 2)),
    once("Requires-Python", (1, 2)),
    often("Requires-External", (1, 2)),
    often("Project-URL", (1, 2)),
    often("Provides-Dist", (1, 2)),
    often("Obsoletes-Dist", (1, 2)),
    once("Description-Content-Type", (2, 1)),
    often("Provides-Extra", (2, 1)),
    often("Dynamic", (2, 2)),
    once("License-Expression", (2, 4)),
    often("License-File", (2, 4)),
    often("Import-Name", (2, 5)),
    often("Import-Namespace", (2, 5)),
];

const fn once(name: &'static str, since: (u32, u32)) -> FieldRule {
    FieldRule {
        name,
        since,
        repeat: Repeat::Once,
    }
}

const fn often(name: &'static str, since: (u32, u32)) -> FieldRule {
    FieldRule {
        name,
        since,
        repeat: Repeat::Often,
    }
}

/// The core metadata of a distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreMetadata {
    /// Where it was read.
    pub document: Document,
    /// What it says.
    pub headers: Headers,
}

impl CoreMetadata {
    /// Reads METADATA or PKG-INFO, as far as it can be read.
    pub fn new(document: Document) -> Self {
        let headers = Headers::parse(&document.bytes);
        Self { document, headers }
    }

    /// The metadata version as two numbers; `None` when it is not that.
    pub fn metadata_version(&self) -> Option<(u32, u32)> {
        let (major, minor) = self.headers.value("Metadata-Version")?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    }

    /// The version; `None` when there is none or it is not one.
    pub fn version(&self) -> Option<Version> {
        self.headers.value("Version")?.parse().ok()
    }

    /// The value as upload clients send it: with the white space that a mail reader leaves around it.
    pub fn exact(&self, field: &Field) -> Cow<'_, str> {
        let bytes = self.document.bytes.get(field.exact_span.clone());
        String::from_utf8_lossy(bytes.unwrap_or_default())
    }

    /// Whether a description follows the headers.
    pub fn has_body(&self) -> bool {
        !self.headers.body.is_empty()
    }

    /// The requirements that can be read, each with its field.
    pub fn requirements(&self) -> impl Iterator<Item = (&Field, Requirement<'_>)> {
        let all = self.headers.all("Requires-Dist");
        all.filter_map(|field| Some((field, Requirement::parse(&field.value).ok()?)))
    }

    /// Returns what the specification says of a field of this name.
    pub fn rule_of(name: &str) -> Option<&'static FieldRule> {
        FIELDS
            .iter()
            .find(|rule| rule.name.eq_ignore_ascii_case(name))
    }
}
