//! Changelogs: their sections, versions, dates and links, each with the bytes it stands in; release notes; the roll of
//! what is unreleased into a version.
//!
//! Not a judgement: whether a changelog tells the truth is `changelog_guard`'s. Not a renderer either: of a document
//! only the headings that divide it into releases are understood.
mod compare;
mod date;
mod find;
mod fragments;
mod heading;
mod lines;
mod notes;
mod read;
mod roll;
mod title;

pub use date::{DateForm, Dated};
pub use find::{find, promised};
pub use fragments::fragments;
pub use roll::RollError;

use crate::source::{Place, SourceFile};
use crate::version::{Version, VersionError};
use regex::Regex;
use std::ops::Range;

/// The markup of a changelog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, with `#` and underlined headings.
    Markdown,
    /// reStructuredText, and plain text with underlined headings.
    Rst,
}

/// What a section is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// What is not released yet; `planned` is the version that its heading names, as in `1.2.0 (unreleased)`.
    Unreleased {
        /// The version it is to become.
        planned: Option<Version>,
    },
    /// A released version.
    Version {
        /// The version.
        version: Version,
        /// The version as it is written, without `v`.
        raw: String,
    },
    /// What looks like a version and is none.
    Malformed {
        /// What is written.
        raw: String,
        /// Why it is none.
        error: VersionError,
    },
    /// Something else among the versions, such as *Older releases*.
    Other,
}

/// A list item or paragraph of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its bytes, the item's sign included, without the last line end.
    pub span: Range<usize>,
}

/// A section of a changelog: a heading at the level of the versions, and what follows it up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's bytes: all its lines with the last line end.
    pub heading: Range<usize>,
    /// The bytes of the heading's title, without marks and attributes.
    pub title: Range<usize>,
    /// The bytes of the version as it is written in the title, without `v`.
    pub version: Option<Range<usize>>,
    /// What it is about.
    pub kind: Kind,
    /// The date in the title or on the line below the heading.
    pub date: Option<Dated>,
    /// The line below the heading that dates the section, or says that it is not released; with its line end.
    pub date_line: Option<Range<usize>>,
    /// Whether the heading says `[YANKED]`.
    pub yanked: bool,
    /// The bytes from the heading's end to the end of the last line that belongs to the section; link definitions and
    /// blank lines at the end do not.
    pub body: Range<usize>,
    /// List items and paragraphs, in order; headings, comments and the date are none.
    pub entries: Vec<Entry>,
}

impl Section {
    /// The version it is about: the released one, or the one that is planned.
    pub fn about(&self) -> Option<&Version> {
        match &self.kind {
            Kind::Version { version, .. } => Some(version),
            Kind::Unreleased { planned } => planned.as_ref(),
            Kind::Malformed { .. } | Kind::Other => None,
        }
    }

    /// Whether it is of what is not released yet.
    pub fn is_unreleased(&self) -> bool {
        matches!(self.kind, Kind::Unreleased { .. })
    }
}

/// A link reference definition of Markdown: `[1.2.0]: https://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is between the brackets.
    pub label: String,
    /// The whole line with its line end.
    pub line: Range<usize>,
    /// The bytes of the address.
    pub url: Range<usize>,
}

/// A changelog as it was read.
///
/// The headings that divide it are learned: the depth at which most headings are versions is the versions' depth, so
/// `# 1.0`, `## [1.0] - 2026-01-02` and underlined titles are all understood. Fenced code, comments and front matter
/// hold no headings. Nothing is refused: a file without a version has no sections.
#[derive(Debug, Clone)]
pub struct Changelog {
    file: SourceFile,
    format: Format,
    sections: Vec<Section>,
    inner: Vec<(Range<usize>, Range<usize>)>,
    links: Vec<Link>,
    conflicts: Vec<(Range<usize>, Range<usize>)>,
    is_pointer: bool,
}

impl Changelog {
    /// Reads a changelog.
    pub fn parse(file: SourceFile) -> Self {
        read::read(file)
    }

    /// The file it was read from.
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// Its markup.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Its sections from the top down.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The sections of released versions from the top down.
    pub fn released(&self) -> impl Iterator<Item = (&Section, &Version)> {
        self.sections
            .iter()
            .filter_map(|section| match &section.kind {
                Kind::Version { version, .. } => Some((section, version)),
                _ => None,
            })
    }

    /// The section of a version: the released one, else one in which it is planned.
    pub fn section(&self, version: &Version) -> Option<&Section> {
        let planned = || {
            self.sections
                .iter()
                .find(|section| section.about() == Some(version))
        };
        self.released()
            .find(|(_, other)| *other == version)
            .map(|(section, _)| section)
            .or_else(planned)
    }

    /// The day that a version was released on; `None` when it has no section or that has no date.
    pub fn date_of(&self, version: &Version) -> Option<jiff::civil::Date> {
        self.section(version)?.date.as_ref()?.day
    }

    /// The section of what is not released yet.
    pub fn unreleased(&self) -> Option<&Section> {
        self.sections.iter().find(|section| section.is_unreleased())
    }

    /// Whether there is nothing unreleased: no such section, or one without an entry.
    pub fn unreleased_is_empty(&self) -> bool {
        self.unreleased()
            .is_none_or(|section| section.entries.is_empty())
    }

    /// Its link reference definitions.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The link reference definition of a label; case does not matter.
    pub fn link(&self, label: &str) -> Option<&Link> {
        self.links
            .iter()
            .find(|link| link.label.eq_ignore_ascii_case(label))
    }

    /// The marks of unresolved merges: first and last mark of each.
    pub fn conflicts(&self) -> &[(Range<usize>, Range<usize>)] {
        &self.conflicts
    }

    /// Whether it holds nothing but a link to where the changelog really is.
    pub fn is_pointer(&self) -> bool {
        self.is_pointer
    }

    /// The text of a span; empty where it is not UTF-8.
    pub fn text(&self, span: &Range<usize>) -> &str {
        let bytes = self.file.bytes.get(span.clone()).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The place of a span.
    pub fn place(&self, span: &Range<usize>, label: impl Into<String>) -> Place {
        self.file.place(span.clone(), label)
    }

    /// Whether versions usually have their date here: four of five released ones do.
    pub fn dates_versions(&self) -> bool {
        let all = self.released().count();
        let dated = self
            .released()
            .filter(|(section, _)| section.date.is_some())
            .count();
        dated > 0 && dated * 5 >= all * 4
    }
}

/// A pattern that is written in this program.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and each one is used by a test"
)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is sound")
}

#[cfg(test)]
mod tests;
