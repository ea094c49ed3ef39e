//! What the rules look at.
//!
//! Not how they are gathered: that is `judge`'s.
use super::judge::{lint_facts, message_facts, release_facts};
use super::message::{Cleanup, Trailer};
use crate::changelog::Changelog;
use crate::git::Snapshot;
use crate::rule::Example;
use crate::source::{Place, RepoPath};
use crate::version::Version;
use jiff::civil::Date;

/// A changelog on its own.
#[derive(Debug, Clone)]
pub struct Lint {
    /// The changelog.
    pub changelog: Changelog,
    /// Today, by UTC.
    pub today: Date,
    /// The highest version that is declared by a package with this changelog, or that is being released; `None` where
    /// tags alone have the version.
    pub declared: Option<Version>,
}

/// A changelog at the release of a version.
#[derive(Debug, Clone)]
pub struct AtRelease {
    /// The changelog; `None` where there is none.
    pub changelog: Option<Changelog>,
    /// The version that is released.
    pub version: Version,
    /// The changelog that the project says it keeps, and where it says so, when there is none.
    pub promised: Option<(RepoPath, Place)>,
}

/// A version that a commit raises.
#[derive(Debug, Clone)]
pub struct Raised {
    /// The version before.
    pub from: Version,
    /// The version after.
    pub to: Version,
    /// Where it is declared.
    pub place: Place,
    /// The changelog before the commit.
    pub before: Option<Changelog>,
    /// The changelog after the commit.
    pub after: Option<Changelog>,
}

/// A commit that is being made.
#[derive(Debug, Clone)]
pub struct Message {
    /// The trailers of its message.
    pub trailers: Vec<Trailer>,
    /// The versions that it raises, of packages that keep a changelog without fragments.
    pub raised: Vec<Raised>,
}

/// The day that examples are judged on.
const EXAMPLE_DAY: Date = jiff::civil::date(2026, 6, 1);

/// Makes the facts of an example tree for the rules on a changelog alone; `None` for other examples.
pub fn facts_of_lint(example: &Example) -> Option<Lint> {
    let Example::Tree(files) = example else {
        return None;
    };
    let snapshot = Snapshot::memory(files.iter().copied());
    lint_facts(&snapshot, EXAMPLE_DAY).ok().flatten()
}

/// Makes the facts of an example tree at the release of the version that its pyproject.toml declares; `None` for other
/// examples.
pub fn facts_at_release(example: &Example) -> Option<AtRelease> {
    let Example::Tree(files) = example else {
        return None;
    };
    let snapshot = Snapshot::memory(files.iter().copied());
    let version = declared_in(&snapshot)?;
    release_facts(&snapshot, &RepoPath::top(), None, &version).ok()
}

/// Makes the facts of an example commit; `None` for other examples.
pub fn facts_of_message(example: &Example) -> Option<Message> {
    let Example::Commit {
        message,
        head,
        staged,
    } = example
    else {
        return None;
    };
    let [head, staged] = [head, staged].map(|files| Snapshot::memory(files.iter().copied()));
    let bytes = message.as_bytes().into();
    message_facts(bytes, &Cleanup::default(), Some((&head, &staged)), None).ok()
}

/// The version that the pyproject.toml at the top of an example declares.
fn declared_in(snapshot: &Snapshot) -> Option<Version> {
    let packages = crate::project::packages(snapshot).ok()?;
    packages
        .iter()
        .find(|package| package.folder.is_top())?
        .version()
        .cloned()
}
