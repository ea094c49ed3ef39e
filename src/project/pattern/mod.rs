//! Regular expressions in Python's syntax, for our own engine, and the texts that replace what they match.
//!
//! Not an engine: what only Python's can do is refused by name, since it goes back and forth in the text and ours does not.
//!
//! Source: <https://docs.python.org/3.11/library/re.html>.
mod escape;
mod group;
mod replacement;
mod set;
mod tokens;
mod translate;

pub use replacement::{Replacement, ReplacementError};

use regex::Regex;
use std::fmt;

/// How a pattern is read, by the flags of Python's `re`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// No flags.
    Plain,
    /// `re.VERBOSE`: white space does not count, and `#` begins a comment.
    Verbose,
    /// `re.MULTILINE`: `^` and `$` are the ends of lines.
    MultiLine,
    /// `re.MULTILINE` and `re.DOTALL`: `.` is a line's end, too.
    Lines,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Python refuses it, too.
    #[error("{reason}")]
    Invalid {
        /// What is wrong with it.
        reason: String,
    },
    /// Python understands it, and our engine has nothing like it.
    #[error("the {feature} `{text}` is not supported")]
    Unsupported {
        /// What it uses.
        feature: Feature,
        /// Where it uses it.
        text: String,
    },
    /// Our engine has not enough room for it.
    #[error("it is too long, repeats too much, or is nested too deeply")]
    TooLarge,
}

/// What only Python's engine can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// `(?=…)`, `(?!…)`
    LookAhead,
    /// `(?<=…)`, `(?<!…)`
    LookBehind,
    /// `\1`, `(?P=name)`
    BackReference,
    /// `(?(1)…|…)`
    Conditional,
    /// `(?>…)`
    AtomicGroup,
    /// `a++`
    PossessiveRepeat,
    /// `\N{…}`
    CharacterName,
    /// `\ud800`, half of a character
    Surrogate,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookAhead => "look-ahead",
            Self::LookBehind => "look-behind",
            Self::BackReference => "back-reference",
            Self::Conditional => "conditional",
            Self::AtomicGroup => "atomic group",
            Self::PossessiveRepeat => "possessive repeat",
            Self::CharacterName => "character name",
            Self::Surrogate => "surrogate",
        })
    }
}

/// Compiles a pattern of Python's.
///
/// Groups have the numbers and names that they have there. Where `$` stands without `re.MULTILINE` a line feed at the end
/// of the text belongs to the match, while for Python it only follows it.
pub fn compile(pattern: &str, mode: Mode) -> Result<Regex, PatternError> {
    Regex::new(&translate(pattern, mode)?).map_err(|_| PatternError::TooLarge)
}

/// Writes a pattern of Python's in the syntax of our engine, as one part that others may surround.
pub fn translate(pattern: &str, mode: Mode) -> Result<String, PatternError> {
    translate::translate(pattern, mode)
}

/// Says what is wrong with a pattern.
fn invalid(reason: impl Into<String>) -> PatternError {
    PatternError::Invalid {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests;
