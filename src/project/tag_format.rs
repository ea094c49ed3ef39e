//! How a project writes its release tags, and what a tag's name says.
//!
//! Not whether a tag may be pushed: that is `tag_guard`'s.
mod told;

pub(super) use told::{of_commitizen, of_tools};

use crate::version::{Version, VersionError};
use std::fmt;

/// Words before a version that name no package.
const WORDS: &[&str] = &["release", "releases", "rel", "version", "ver", "r", "tag"];

/// How many of the latest release tags must agree for their form to be the project's.
const AGREEING: usize = 3;

/// The form of a project's release tags: a text with `{version}` once and `{name}` at most once.
///
/// `v{version}`, `{version}`, `{name}-v{version}`, `{name}/v{version}`, and bumpversion's `v{new_version}`. Where a version
/// has underscores for its dots, as in `rel_1_2_3`, it is `{version_underscored}`. `Display` writes the template.
///
/// ```
/// use release_guard::project::TagFormat;
/// let format: TagFormat = "{name}-v{version}".parse().unwrap();
/// let version = "1.2.3rc1".parse().unwrap();
/// assert_eq!(format.tag(Some("core"), &version), "core-v1.2.3rc1");
/// assert_eq!(format.read("core-v1.2.3rc1").unwrap().name.as_deref(), Some("core"));
/// let format: TagFormat = "rel_{version_underscored}".parse().unwrap();
/// assert_eq!(format.tag(None, &version), "rel_1_2_3rc1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagFormat {
    start: String,
    /// What stands between `{name}` and `{version}`; `None` without a name.
    between: Option<String>,
    end: String,
    dots: Dots,
}

/// What stands between the numbers of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dots {
    /// Dots.
    Dots,
    /// Underscores.
    Underscores,
}

/// What a tag's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagName {
    /// The package; `None` when the form has no name in it.
    pub name: Option<String>,
    /// The version as it is written.
    pub raw: String,
    /// The version as it is meant.
    pub version: Result<Version, VersionError>,
}

impl TagName {
    /// Reads a tag whose form nobody knows: its version is the longest end of it that is one and begins a word, its name
    /// what stands before (`v1.2`, `pkg-v1.2`, `pkg/1.2`, `pkg==1.2`). Old names have `_` for dots (`rel_1_2_3`). `None`
    /// when no version ends it.
    pub fn guess(tag: &str) -> Option<Self> {
        let mut previous = None;
        for (at, c) in tag.char_indices() {
            let begins = !previous.is_some_and(|c: char| c.is_alphanumeric() || c == '.');
            previous = Some(c);
            let (name, raw) = tag.split_at(at);
            if begins
                && (c.is_ascii_digit() || matches!(c, 'v' | 'V'))
                && let Ok(version) = raw.parse().or_else(|_| raw.replace('_', ".").parse())
            {
                let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
                return Some(Self {
                    name: Some(name.to_owned()).filter(|name| !is_word(name)),
                    raw: raw.trim_start_matches(['v', 'V']).to_owned(),
                    version: Ok(version),
                });
            }
        }
        None
    }
}

/// Why a text is no form of tags.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagFormatError {
    /// No version in it, or more than one.
    #[error("the tag format `{0}` must hold `{{version}}` exactly once")]
    Version(String),
    /// A name behind the version, or more than one.
    #[error("the tag format `{0}` may hold `{{name}}` once, before `{{version}}`")]
    Name(String),
    /// Something in braces that means nothing here.
    #[error(
        "`{{{field}}}` in the tag format `{format}` means nothing; there are `{{version}}`, `{{version_underscored}}` and `{{name}}`"
    )]
    Field {
        /// The format.
        format: String,
        /// What stands in the braces.
        field: String,
    },
}

impl std::str::FromStr for TagFormat {
    type Err = TagFormatError;

    fn from_str(text: &str) -> Result<Self, TagFormatError> {
        let mut parts = vec![String::new()];
        let mut fields = Vec::new();
        let mut dots = Dots::Dots;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let unknown = |field: &str| TagFormatError::Field {
                format: text.to_owned(),
                field: field.to_owned(),
            };
            let (field, after) = after.split_once('}').ok_or_else(|| unknown(after))?;
            if let Some(part) = parts.last_mut() {
                part.push_str(before);
            }
            fields.push(match field {
                "version" | "new_version" => true,
                "version_underscored" => {
                    dots = Dots::Underscores;
                    true
                }
                "name" | "package" | "project" => false,
                other => return Err(unknown(other)),
            });
            parts.push(String::new());
            rest = after;
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(rest);
        }
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        match fields.as_slice() {
            [true] => Ok(Self {
                start: next(),
                between: None,
                end: next(),
                dots,
            }),
            [false, true] => Ok(Self {
                start: next(),
                between: Some(next()),
                end: next(),
                dots,
            }),
            _ if fields.iter().filter(|is_version| **is_version).count() != 1 => {
                Err(TagFormatError::Version(text.to_owned()))
            }
            _ => Err(TagFormatError::Name(text.to_owned())),
        }
    }
}

impl fmt::Display for TagFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.start)?;
        if let Some(between) = &self.between {
            write!(f, "{{name}}{between}")?;
        }
        let field = match self.dots {
            Dots::Dots => "{version}",
            Dots::Underscores => "{version_underscored}",
        };
        write!(f, "{field}{}", self.end)
    }
}

impl TagFormat {
    /// The form where nothing else is known: `v{version}`.
    pub fn standard() -> Self {
        Self::plain("v")
    }

    fn plain(start: &str) -> Self {
        Self {
            start: start.to_owned(),
            between: None,
            end: String::new(),
            dots: Dots::Dots,
        }
    }

    /// Finds the form of a project's tags: the configured one, else bumpversion's `tag_name`, else the one that its
    /// latest release tags (up to three) agree on, else `v{version}`. A configured form that makes no sense is an error.
    pub fn learned(
        configured: Option<&str>,
        bumpversion_tag_name: Option<&str>,
        tags_newest_first: &[String],
    ) -> Result<Self, TagFormatError> {
        if let Some(configured) = configured {
            return configured.parse();
        }
        // A `tag_name` with other fields is bumpversion's business; the tags tell what comes of it.
        if let Some(Ok(format)) = bumpversion_tag_name.map(str::parse) {
            return Ok(format);
        }
        let mut forms = tags_newest_first
            .iter()
            .filter_map(|tag| Self::of_tag(tag))
            .take(AGREEING);
        let agreed = forms
            .next()
            .filter(|first| forms.all(|other| other == *first));
        Ok(agreed.unwrap_or_else(Self::standard))
    }

    /// Returns the form that one release tag has; `None` when no version ends it.
    fn of_tag(tag: &str) -> Option<Self> {
        let at = tag
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .find(|at| {
                let starts = !tag[..*at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
                starts && is_release(&tag[*at..])
            });
        let Some(at) = at else {
            return Self::of_underscored(tag);
        };
        let (before, _) = tag.split_at(at);
        let (head, v) = match before.strip_suffix('v') {
            Some(head) if !head.ends_with(|c: char| c.is_ascii_alphanumeric()) => (head, "v"),
            _ => (before, ""),
        };
        let name = head.trim_end_matches(['-', '/', '@', '_']);
        let separator = &head[name.len()..];
        if name.is_empty() {
            return Some(Self::plain(before));
        }
        if is_word(name) || separator.is_empty() {
            return separator_or_word(name, separator).then(|| Self::plain(before));
        }
        Some(Self {
            start: String::new(),
            between: Some(format!("{separator}{v}")),
            end: String::new(),
            dots: Dots::Dots,
        })
    }

    /// Returns the form of a tag like `rel_1_2_3`. A name before it is as likely part of something else
    /// (`backup_2026_01_05`).
    fn of_underscored(tag: &str) -> Option<Self> {
        let (start, raw) = tag.split_at(tag.find(|c: char| c.is_ascii_digit())?);
        let word = start.strip_suffix('v').unwrap_or(start);
        let is_one = !raw.contains('.') && is_release(&raw.replace('_', "."));
        (is_one && is_word(word.trim_end_matches(['-', '/', '_']))).then(|| Self {
            dots: Dots::Underscores,
            ..Self::plain(start)
        })
    }

    /// Whether a tag ends with a version, so that it tells how tags are written.
    pub fn is_release(tag: &str) -> bool {
        Self::of_tag(tag).is_some()
    }

    /// Whether a package's name stands in the tag.
    pub fn has_name(&self) -> bool {
        self.between.is_some()
    }

    /// Writes the tag of a version. Where the form has a name in it but there is none, the name and what separates it
    /// are left out.
    pub fn tag(&self, name: Option<&str>, version: &Version) -> String {
        self.tag_of(name, &version.to_string())
    }

    /// Writes the tag of a version that has a spelling of its own.
    pub fn tag_of(&self, name: Option<&str>, version: &str) -> String {
        let version = match self.dots {
            Dots::Dots => version.to_owned(),
            Dots::Underscores => version.replace('.', "_"),
        };
        let between = match (&self.between, name) {
            (Some(between), Some(name)) => format!("{name}{between}"),
            (Some(between), None) => between.trim_start_matches(['-', '/', '@', '_']).to_owned(),
            (None, _) => String::new(),
        };
        format!("{}{between}{version}{}", self.start, self.end)
    }

    /// Writes how the tags of all versions begin that begin so.
    pub fn start_of(&self, name: Option<&str>, version: &str) -> String {
        let whole = self.tag_of(name, version);
        whole.strip_suffix(&*self.end).unwrap_or(&whole).to_owned()
    }

    /// Reads a tag; `None` when it does not have this form.
    pub fn read(&self, tag: &str) -> Option<TagName> {
        let inside = tag.strip_prefix(&*self.start)?.strip_suffix(&*self.end)?;
        let Some(between) = &self.between else {
            return self.versioned(None, inside);
        };
        let readings = inside.match_indices(&**between).filter_map(|(at, found)| {
            let (name, rest) = inside.split_at(at);
            let name = Some(name).filter(|name| !name.is_empty())?;
            self.versioned(Some(name), rest.get(found.len()..)?)
        });
        // `my-2-tools-1.0` is `my-2-tools` 1.0: the first reading that is a version, else the last one.
        let mut last = None;
        for reading in readings {
            if reading.version.is_ok() {
                return Some(reading);
            }
            last = Some(reading);
        }
        last
    }

    /// Returns the version that a tag of this form has, as written and as meant; `None` when it does not have this form.
    pub fn version_of(&self, tag: &str) -> Option<(String, Result<Version, VersionError>)> {
        self.read(tag).map(|read| (read.raw, read.version))
    }

    /// PEP 440 allows a `v` before a version; here it belongs to the form.
    fn versioned(&self, name: Option<&str>, raw: &str) -> Option<TagName> {
        if raw.is_empty() || raw.starts_with(['v', 'V']) {
            return None;
        }
        let version = match self.dots {
            Dots::Dots => raw.parse(),
            Dots::Underscores if raw.contains('.') => return None,
            Dots::Underscores => raw.replace('_', ".").parse(),
        };
        Some(TagName {
            name: name.map(str::to_owned),
            raw: raw.to_owned(),
            version,
        })
    }
}

/// Whether text is a version of at least two numbers: one number alone is as likely a date or a counter.
fn is_release(text: &str) -> bool {
    text.parse::<Version>()
        .is_ok_and(|version| version.release.len() > 1)
}

/// Whether what stands before a version is a word like `release`, not the end of a longer name (`py3.1`).
fn separator_or_word(name: &str, separator: &str) -> bool {
    !separator.is_empty() || is_word(name)
}

/// Whether what stands before a version names no package.
fn is_word(name: &str) -> bool {
    name.is_empty() || WORDS.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests;
