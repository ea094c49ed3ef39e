//! Where the distributions of a release go: the local index, or an index elsewhere.
//!
//! Not the way there: that is `steps::upload`'s.
use crate::config::Config;
use crate::index::{Pypirc, Target, TargetError};

/// The name of the local index.
pub(super) const LOCAL: &str = "local";

/// Where the distributions of a release go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The directory index in `.release-guard/simple`.
    Local,
    /// An index elsewhere.
    Index(Box<Target>),
}

impl Destination {
    /// Finds one by a name that `--to` and `targets` have: `local`, or what `Target::find` knows.
    pub(super) fn find(name: &str, config: &Config, pypirc: &Pypirc) -> Result<Self, TargetError> {
        if name == LOCAL {
            return Ok(Self::Local);
        }
        match Target::find(name, config, pypirc) {
            Ok(target) => Ok(Self::Index(Box::new(target))),
            Err(TargetError::Unknown { name, known }) => Err(TargetError::Unknown {
                known: format!("`{LOCAL}`, {known}"),
                name,
            }),
            Err(error) => Err(error),
        }
    }

    /// Its name, or its address where it has none.
    pub fn name(&self) -> String {
        match self {
            Self::Local => LOCAL.into(),
            Self::Index(target) => match &target.name {
                Some(name) => name.clone(),
                None => target.upload.to_string(),
            },
        }
    }
}
