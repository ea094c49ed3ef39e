//! What a push is as a whole: everything its rules look at.
//!
//! Not what one tag of it is: that is `facts`'s.
use super::facts::PushedTag;
use crate::dist::same_name;
use crate::git::PushedRef;
use crate::version::Version;

/// A whole push.
#[derive(Debug, Clone)]
pub struct Push {
    /// Its refs.
    pub refs: Vec<PushedRef>,
    /// The release tags that it makes or moves on the remote.
    pub releases: Vec<Release>,
    /// How much of the push is known.
    pub carrier: Carrier,
}

/// A release tag of a push.
#[derive(Debug, Clone)]
pub struct Release {
    /// The tag.
    pub tag: String,
    /// The package that it names; `None` when its form has no name in it.
    pub package: Option<String>,
    /// Its version.
    pub version: Version,
    /// The form that it is written in.
    form: String,
}

/// Who tells of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// Git itself, of every ref.
    Git,
    /// Git, of every ref, on the server that receives them.
    Server,
    /// pre-commit or prek, which tell of one ref; the others are guessed from the new commits' tags. A native hook sees them
    /// all beside that.
    Framework,
    /// pre-commit or prek alone, which run nothing at all for most tags.
    FrameworkAlone,
}

impl Carrier {
    /// Whether it tells of every ref that is pushed, and of none beside.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Git | Self::Server)
    }
}

impl Push {
    /// The facts of a push with these refs, of which these tags were judged.
    pub fn of(refs: &[PushedRef], tags: &[PushedTag], carrier: Carrier) -> Self {
        Self {
            refs: refs.to_vec(),
            releases: tags.iter().filter_map(Release::of).collect(),
            carrier,
        }
    }
}

impl Release {
    fn of(tag: &PushedTag) -> Option<Self> {
        let is_pushed = tag.is_released() && tag.object != tag.old;
        let read = tag.read.as_ref().filter(|_| is_pushed)?;
        Some(Self {
            tag: tag.name.clone(),
            package: read.name.clone(),
            version: read.version.clone().ok()?,
            form: tag.format.to_string(),
        })
    }

    /// Whether it is of the same package as another one, as far as tags tell packages apart.
    pub fn is_of_package_of(&self, other: &Self) -> bool {
        match (&self.package, &other.package) {
            (Some(own), Some(other)) => same_name(own, other),
            (None, None) => self.form == other.form,
            _ => false,
        }
    }
}
