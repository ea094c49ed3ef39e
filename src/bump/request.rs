//! What is asked for: the name of a part, a kind of version, or a version.
//!
//! Not what comes of it: that depends on the project.
use super::{Kind, KindError};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// What is asked for, as it was said: the name of a part that the project has, else a [`Kind`], `auto`, `calver`, or a
/// version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request(String);

/// What a request means where the project has no part of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A kind, or a version.
    Kind(Kind),
    /// What the commits since the last release ask for.
    Auto,
    /// The version of today's date.
    Calver,
}

impl Request {
    /// What somebody said.
    pub fn of(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// The word that was said.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// What it means where it names no part.
    pub fn wanted(&self) -> Result<Wanted, KindError> {
        match self.0.trim() {
            "auto" => Ok(Wanted::Auto),
            "calver" => Ok(Wanted::Calver),
            word => word.parse().map(Wanted::Kind),
        }
    }
}

impl FromStr for Request {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(Self::of(word))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
