//! How each build back-end reads the version out of a file, without running it.
//!
//! Not how Python does: a pattern sees text, and knows neither strings nor comments. Read from setuptools 80.9,
//! flit_core 4.2, hatchling 1.33, pdm-backend 2.5 and scikit-build-core 1.1; other releases may differ.
mod format;
mod pattern;
mod text;
mod tree;

use crate::version::Version;
use pattern::{Found, search};
use std::ops::Range;
use text::Text;

/// A build back-end, and what its configuration says about reading the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackEnd {
    /// `[tool.setuptools.dynamic] version = {attr = "module.ATTRIBUTE"}`.
    Setuptools {
        /// The name behind the last dot.
        attribute: String,
    },
    /// `__version__` of the module that flit packs.
    Flit,
    /// `[tool.hatch.version]` with source `regex`.
    Hatch {
        /// `pattern`; its own when there is none or it is empty.
        pattern: Option<String>,
    },
    /// `[tool.pdm.version]` with source `file`.
    Pdm {
        /// `pattern`; its own when there is none.
        pattern: Option<String>,
    },
    /// `[tool.scikit-build.metadata.version]` with provider `scikit_build_core.metadata.regex`.
    ScikitBuild {
        /// `regex`; its own when there is none.
        regex: Option<String>,
        /// `result`, a format string; `{value}` when there is none.
        result: Option<String>,
        /// `remove`, a pattern whose matches are taken out of the result.
        remove: Option<String>,
    },
}

/// What comes of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It reads a value.
    Reads {
        /// What its reader returns. Whether that is a version is judged later, but for pdm, which returns the normal form.
        value: String,
        /// Where it stands. Only where `bytes[span] == value` may another value be put in place.
        span: Range<usize>,
    },
    /// It imports the module, and so sees what the running program sees.
    Runs,
    /// It refuses to build.
    Fails,
    /// What it does is not known here.
    Unknown {
        /// What makes it so.
        why: &'static str,
    },
}

impl BackEnd {
    /// The name of its project.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Setuptools { .. } => "setuptools",
            Self::Flit => "flit_core",
            Self::Hatch { .. } => "hatchling",
            Self::Pdm { .. } => "pdm-backend",
            Self::ScikitBuild { .. } => "scikit-build-core",
        }
    }

    /// Setuptools, which is told `module.ATTRIBUTE`.
    pub(super) fn of_attribute(dotted: &str) -> Self {
        let dotted = dotted.trim();
        let attribute = dotted.rsplit_once('.').map_or(dotted, |(_, name)| name);
        Self::Setuptools {
            attribute: attribute.to_owned(),
        }
    }

    /// Reads the version out of a file as it would.
    pub fn read(&self, bytes: &[u8]) -> Outcome {
        let found = match self {
            Self::Setuptools { attribute } => return tree::setuptools(bytes, attribute),
            Self::Flit => return tree::flit(bytes),
            Self::Hatch { pattern } => hatch(bytes, pattern.as_deref()),
            Self::Pdm { pattern } => pdm(bytes, pattern.as_deref()),
            Self::ScikitBuild {
                regex,
                result,
                remove,
            } => scikit_build(
                bytes,
                regex.as_deref(),
                result.as_deref(),
                remove.as_deref(),
            ),
        };
        found.unwrap_or_else(|no| no)
    }
}

/// Hatch's own pattern: single or double quotes, and a `v` that does not count.
const HATCH: &str = r#"(?i)^(__version__|VERSION) *= *(['"])v?(?P<version>.+?)\2"#;

/// Pdm's own pattern, whose closing quote need not be the opening one.
const PDM: &str = r#"^(?:__version__|VERSION)\s*=\s*["'](.+?)["']\s*(?:#.*)?$"#;

/// Scikit-build-core's own pattern, which knows one annotation.
const SCIKIT_BUILD: &str =
    r#"(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *(['"])v?(?P<value>.+?)\2"#;

/// Looks for a pattern in a file as `re.search` does with `re.MULTILINE`.
fn find<'t>(text: &'t Text, pattern: &str) -> Result<Found<'t>, Outcome> {
    match search(pattern, text.as_str()) {
        Ok(found) => found.ok_or(Outcome::Fails),
        Err(why) => Err(Outcome::Unknown { why }),
    }
}

fn hatch(bytes: &[u8], pattern: Option<&str>) -> Result<Outcome, Outcome> {
    let text = Text::new(bytes).ok_or(Outcome::Fails)?;
    let pattern = pattern.filter(|pattern| !pattern.is_empty());
    let found = find(&text, pattern.unwrap_or(HATCH))?;
    let (span, value) = found.named("version").ok_or(Outcome::Fails)?;
    Ok(Outcome::Reads {
        value: value.to_owned(),
        span: text.original(span),
    })
}

fn pdm(bytes: &[u8], pattern: Option<&str>) -> Result<Outcome, Outcome> {
    let text = Text::new(bytes).ok_or(Outcome::Fails)?;
    let found = find(&text, pattern.unwrap_or(PDM))?;
    let (span, value) = found.numbered(1).ok_or(Outcome::Fails)?;
    let version: Version = value.parse().map_err(|_| Outcome::Fails)?;
    Ok(Outcome::Reads {
        value: version.to_string(),
        span: text.original(span),
    })
}

fn scikit_build(
    bytes: &[u8],
    regex: Option<&str>,
    result: Option<&str>,
    remove: Option<&str>,
) -> Result<Outcome, Outcome> {
    let text = Text::new(bytes).ok_or(Outcome::Fails)?;
    let found = find(&text, regex.unwrap_or(SCIKIT_BUILD))?;
    let (span, value) = format::format(result.unwrap_or("{value}"), &found)?;
    let value = match remove.filter(|remove| !remove.is_empty()) {
        None => value,
        Some(remove) => pattern::remove(remove, &value).map_err(|why| Outcome::Unknown { why })?,
    };
    Ok(Outcome::Reads {
        value,
        span: text.original(span),
    })
}

#[cfg(test)]
mod tests;
