//! Versions of Python packages (PEP 440), and their form in SemVer files.
//!
//! Not a version *specifier* (`>=1.2`) and not a bump: those are in `dist` and `bump`.
mod parse;
mod semver;

pub use parse::VersionError;
pub use semver::{NoSemver, from_semver};

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A version as PEP 440 has it: `[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]`.
///
/// Parsing takes every spelling that PEP 440 allows (`v1.0`, `1.0-rc.1`, `1.0-1`) and white space around it;
/// `Display` writes the normal form, the one that indexes and file names use. Equality and order are those of the
/// specification: `1.0 == 1.0.0`, and `1.0.dev1 < 1.0a1 < 1.0rc1 < 1.0 < 1.0+local < 1.0.post1`.
///
/// ```
/// use release_guard::version::Version;
/// let version: Version = "v1.0.0-RC.1".parse().unwrap();
/// assert_eq!(version.to_string(), "1.0.0rc1");
/// assert!(version < "1.0".parse().unwrap());
/// assert_eq!("1.0".parse::<Version>(), "1.0.0".parse());
/// ```
///
/// Source: <https://packaging.python.org/en/latest/specifications/version-specifiers/>.
#[derive(Debug, Clone)]
pub struct Version {
    /// The epoch, 0 where none is written.
    pub epoch: u64,
    /// The release segment; never empty.
    pub release: Vec<u64>,
    /// The pre-release.
    pub pre: Option<(Phase, u64)>,
    /// The post-release number.
    pub post: Option<u64>,
    /// The development release number.
    pub dev: Option<u64>,
    /// The local version's parts; empty where there is none.
    pub local: Vec<Local>,
}

/// The phase of a pre-release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// `a`
    Alpha,
    /// `b`
    Beta,
    /// `rc`
    Candidate,
}

/// A part of a local version; numbers sort after words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Local {
    /// A word, in lower case.
    Word(String),
    /// A number.
    Number(u64),
}

/// What is compared after epoch and release.
type Rank<'v> = (u8, Option<(Phase, u64)>, u64, u64, &'v [Local]);

impl Version {
    /// A final version with this release segment.
    pub fn of_release(epoch: u64, release: Vec<u64>) -> Self {
        Self {
            epoch,
            release,
            pre: None,
            post: None,
            dev: None,
            local: Vec::new(),
        }
    }

    /// Whether pip would leave it out unless pre-releases are asked for.
    pub fn is_prerelease(&self) -> bool {
        self.pre.is_some() || self.dev.is_some()
    }

    /// Whether it has a local part, which PyPI refuses.
    pub fn is_local(&self) -> bool {
        !self.local.is_empty()
    }

    /// The release segment without trailing zeros, as it is compared.
    pub fn significant_release(&self) -> &[u64] {
        let zeros = self
            .release
            .iter()
            .rev()
            .take_while(|part| **part == 0)
            .count();
        &self.release[..self.release.len() - zeros]
    }

    /// The version without its pre-release, post-release, development and local parts.
    pub fn base(&self) -> Self {
        Self::of_release(self.epoch, self.release.clone())
    }

    /// The part `index` of the release segment, 0 beyond its end.
    pub fn part(&self, index: usize) -> u64 {
        self.release.get(index).copied().unwrap_or(0)
    }

    /// What is compared after epoch and release; in the order of the specification.
    fn rank(&self) -> Rank<'_> {
        // A development release alone comes before every pre-release of its release; one of a pre- or post-release
        // comes just before that.
        let stage = match (self.pre, self.post, self.dev) {
            (None, None, Some(_)) => 0,
            (Some(_), _, _) => 1,
            (None, _, _) => 2,
        };
        let post = self.post.map_or(0, |number| number.saturating_add(1));
        let dev = self.dev.unwrap_or(u64::MAX);
        (stage, self.pre, post, dev, &self.local)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.epoch
            .cmp(&other.epoch)
            .then_with(|| self.significant_release().cmp(other.significant_release()))
            .then_with(|| self.rank().cmp(&other.rank()))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.epoch.hash(state);
        self.significant_release().hash(state);
        self.rank().hash(state);
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.epoch != 0 {
            write!(f, "{}!", self.epoch)?;
        }
        let release: Vec<String> = self.release.iter().map(u64::to_string).collect();
        f.write_str(&release.join("."))?;
        if let Some((phase, number)) = self.pre {
            write!(f, "{phase}{number}")?;
        }
        if let Some(number) = self.post {
            write!(f, ".post{number}")?;
        }
        if let Some(number) = self.dev {
            write!(f, ".dev{number}")?;
        }
        for (index, part) in self.local.iter().enumerate() {
            f.write_str(if index == 0 { "+" } else { "." })?;
            match part {
                Local::Word(word) => f.write_str(word)?,
                Local::Number(number) => write!(f, "{number}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alpha => "a",
            Self::Beta => "b",
            Self::Candidate => "rc",
        })
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        parse::parse(text)
    }
}
