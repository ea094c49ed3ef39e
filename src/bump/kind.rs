//! Which version comes next.
//!
//! Pure arithmetic on versions: nothing here knows a file.
use crate::version::{Phase, Version};
use std::fmt;
use std::str::FromStr;

/// A part of the release segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The first number.
    Major,
    /// The second number.
    Minor,
    /// The third number.
    Patch,
}

/// A step that is not a new release segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A pre-release: `a`, `b` or `rc`.
    Pre(Phase),
    /// A post-release.
    Post,
    /// A development release.
    Dev,
}

/// How a project counts its pre-releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// Whether a level leads from a pre-release of that very level to its final version (`1.2.3rc1` to `1.2.3` by
    /// `patch`), as with Poetry and Cargo, instead of beyond it (`1.2.4`), as with uv.
    pub finalizes: bool,
    /// The first number of a pre-release or development release.
    pub first: u64,
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            finalizes: false,
            first: 1,
        }
    }
}

/// What kind of version comes next: `major`, `minor`, `patch`, `alpha`, `beta`, `rc`, `pre` (the next of the same phase),
/// `next-phase`, `post`, `dev`, `final`, a level with a step (`minor+rc`, `patch+dev`), `post+dev`, or a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The next release of a level.
    Level(Level),
    /// The next pre-, post- or development release.
    Step(Step),
    /// The first pre- or development release of the next release of a level.
    First(Level, Step),
    /// The next pre-release of the same phase.
    Pre,
    /// The first pre-release of the next phase, and the release after the last one.
    NextPhase,
    /// The first development release of the next post-release.
    PostDev,
    /// The release that pre-releases lead to.
    Final,
    /// This version.
    Exactly(Version),
}

/// Why a text is no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is neither a kind (`major`, `minor`, `patch`, `alpha`, `beta`, `rc`, `post`, `dev`, `final`, `minor+rc`, `auto`, `calver`) nor a version"
)]
pub struct KindError(pub String);

/// Why there is no next version of a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NextError {
    /// A pre-release or development release would come before the version itself.
    #[error(
        "`{kind}` would lead from `{from}` to an earlier version; say which release it is for: `patch+{kind}`, `minor+{kind}` or `major+{kind}`"
    )]
    NeedsLevel {
        /// The kind.
        kind: Box<Kind>,
        /// The version.
        from: Box<Version>,
    },
    /// The kind leads to an earlier version.
    #[error("`{kind}` leads from `{from}` to `{to}`, which is not later")]
    NotLater {
        /// The kind.
        kind: Box<Kind>,
        /// The version.
        from: Box<Version>,
        /// What the kind leads to.
        to: Box<Version>,
    },
    /// Only a pre-release has a next one.
    #[error(
        "`{0}` is no pre-release, so it has no next one; `patch+alpha`, `minor+alpha` or `major+alpha` begins one"
    )]
    NoPreRelease(Box<Version>),
    /// It is final already.
    #[error("`{0}` is a final version already")]
    AlreadyFinal(Box<Version>),
    /// A post-release needs a release.
    #[error("`{0}` is not released yet, so there is no post-release of it; make it `final` first")]
    PostOfUnreleased(Box<Version>),
    /// A number cannot grow.
    #[error("a number of `{0}` is too large to grow")]
    TooLarge(Box<Version>),
}

/// Returns the version that comes next, which is always later.
///
/// Epoch and the length of the release segment stay; a local part is dropped, because indexes refuse it. The first number
/// of a post-release is 1.
///
/// ```
/// use release_guard::bump::{Counting, next};
/// let next = |from: &str, kind: &str| {
///     next(&from.parse().unwrap(), &kind.parse().unwrap(), Counting::default()).unwrap().to_string()
/// };
/// assert_eq!(next("1.2.3", "minor"), "1.3.0");
/// assert_eq!(next("1.2.3", "minor+rc"), "1.3.0rc1");
/// assert_eq!(next("1.3.0rc1", "final"), "1.3.0");
/// ```
pub fn next(from: &Version, kind: &Kind, counting: Counting) -> Result<Version, NextError> {
    let large = || NextError::TooLarge(Box::new(from.clone()));
    let raised = |level: Level| raised(from, level).ok_or_else(large);
    let to = match kind {
        Kind::Exactly(version) => version.clone(),
        Kind::Level(level) if counting.finalizes && leads_to(from, *level) => from.base(),
        Kind::Level(level) => raised(*level)?,
        Kind::First(level, step) => first(raised(*level)?, *step, counting),
        Kind::Pre => match from.pre {
            Some((phase, _)) => stepped(from, Step::Pre(phase), kind, counting)?,
            None => return Err(NextError::NoPreRelease(Box::new(from.clone()))),
        },
        Kind::NextPhase => match (from.pre, from.dev) {
            (Some((Phase::Alpha, _)), _) => stepped(from, Step::Pre(Phase::Beta), kind, counting)?,
            (Some((Phase::Beta, _)), _) => {
                stepped(from, Step::Pre(Phase::Candidate), kind, counting)?
            }
            (Some((Phase::Candidate, _)), _) => from.base(),
            (None, Some(_)) => stepped(from, Step::Pre(Phase::Alpha), kind, counting)?,
            (None, None) => return Err(NextError::NoPreRelease(Box::new(from.clone()))),
        },
        Kind::PostDev => Version {
            dev: Some(counting.first),
            ..stepped(from, Step::Post, kind, counting)?
        },
        Kind::Final if !from.is_prerelease() => {
            return Err(NextError::AlreadyFinal(Box::new(from.clone())));
        }
        Kind::Final => {
            let post = from.post.filter(|_| from.pre.is_none());
            Version {
                post,
                ..from.base()
            }
        }
        Kind::Step(step) => stepped(from, *step, kind, counting)?,
    };
    if to <= *from {
        return Err(NextError::NotLater {
            kind: Box::new(kind.clone()),
            from: Box::new(from.clone()),
            to: Box::new(to),
        });
    }
    Ok(to)
}

/// Whether a version is a pre-release of a release of this level: all numbers behind that level's are zero.
fn leads_to(from: &Version, level: Level) -> bool {
    let behind = from.release.iter().skip(level as usize + 1);
    from.is_prerelease() && from.post.is_none() && behind.into_iter().all(|part| *part == 0)
}

fn raised(from: &Version, level: Level) -> Option<Version> {
    let index = level as usize;
    let mut release = from.release.clone();
    if release.len() <= index {
        release.resize(index + 1, 0);
    }
    for (at, part) in release.iter_mut().enumerate().skip(index) {
        *part = if at == index { part.checked_add(1)? } else { 0 };
    }
    Some(Version::of_release(from.epoch, release))
}

fn first(mut version: Version, step: Step, counting: Counting) -> Version {
    match step {
        Step::Pre(phase) => version.pre = Some((phase, counting.first)),
        Step::Post => version.post = Some(1),
        Step::Dev => version.dev = Some(counting.first),
    }
    version
}

fn stepped(
    from: &Version,
    step: Step,
    kind: &Kind,
    counting: Counting,
) -> Result<Version, NextError> {
    let large = || NextError::TooLarge(Box::new(from.clone()));
    let more = |number: u64| number.checked_add(1).ok_or_else(large);
    let needs_level = || NextError::NeedsLevel {
        kind: Box::new(kind.clone()),
        from: Box::new(from.clone()),
    };
    let mut to = from.base();
    match step {
        Step::Pre(phase) => {
            to.pre = Some(match from.pre {
                Some((current, number)) if current == phase => (phase, more(number)?),
                Some((current, _)) if current > phase => return Err(needs_level()),
                None if from.dev.is_none() || from.post.is_some() => return Err(needs_level()),
                _ => (phase, counting.first),
            });
        }
        Step::Post if from.pre.is_some() || (from.dev.is_some() && from.post.is_none()) => {
            return Err(NextError::PostOfUnreleased(Box::new(from.clone())));
        }
        // The post-release that a development release leads to is not out yet.
        Step::Post if from.dev.is_some() => to.post = from.post,
        Step::Post => to.post = Some(from.post.map_or(Ok(1), more)?),
        Step::Dev => {
            let number = from.dev.ok_or_else(needs_level)?;
            to = Version {
                pre: from.pre,
                post: from.post,
                dev: Some(more(number)?),
                ..to
            };
        }
    }
    Ok(to)
}

impl FromStr for Kind {
    type Err = KindError;

    fn from_str(text: &str) -> Result<Self, KindError> {
        let level = |text: &str| match text {
            "major" => Some(Level::Major),
            "minor" => Some(Level::Minor),
            "patch" | "micro" => Some(Level::Patch),
            _ => None,
        };
        let step = |text: &str| match text {
            "alpha" | "a" => Some(Step::Pre(Phase::Alpha)),
            "beta" | "b" => Some(Step::Pre(Phase::Beta)),
            "rc" => Some(Step::Pre(Phase::Candidate)),
            "post" => Some(Step::Post),
            "dev" => Some(Step::Dev),
            _ => None,
        };
        let word = text.trim();
        if let Some(level) = level(word) {
            return Ok(Self::Level(level));
        }
        if let Some(step) = step(word) {
            return Ok(Self::Step(step));
        }
        match word {
            "final" | "stable" | "release" => return Ok(Self::Final),
            "pre" => return Ok(Self::Pre),
            "next-phase" => return Ok(Self::NextPhase),
            "post+dev" => return Ok(Self::PostDev),
            _ => {}
        }
        if let Some((left, right)) = word.split_once('+')
            && let (Some(level), Some(step)) = (level(left), step(right))
            && step != Step::Post
        {
            return Ok(Self::First(level, step));
        }
        word.parse()
            .map(Self::Exactly)
            .map_err(|_| KindError(text.to_owned()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => write!(f, "{level}"),
            Self::Step(step) => write!(f, "{step}"),
            Self::First(level, step) => write!(f, "{level}+{step}"),
            Self::Pre => f.write_str("pre"),
            Self::NextPhase => f.write_str("next-phase"),
            Self::PostDev => f.write_str("post+dev"),
            Self::Final => f.write_str("final"),
            Self::Exactly(version) => write!(f, "{version}"),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pre(Phase::Alpha) => "alpha",
            Self::Pre(Phase::Beta) => "beta",
            Self::Pre(Phase::Candidate) => "rc",
            Self::Post => "post",
            Self::Dev => "dev",
        })
    }
}

#[cfg(test)]
mod tests;
