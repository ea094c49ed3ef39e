//! The other tags of the repository, as far as a pushed tag is compared with them by its name and version.
//!
//! Not those of its release line and their place in history: they are `facts`'s siblings.
use super::facts::{Context, PushedTag};
use crate::config::Config;
use crate::git::Oid;
use crate::project::TagName;
use crate::version::Version;

/// How many of the last releases tell what is usual.
const USUAL: usize = 10;

/// The first release number from which on it is a year.
const YEARS: u64 = 1900;

/// What the other tags say about one.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// A tag whose name differs only in case, or in a `v` before the version.
    pub twin: Option<String>,
    /// The highest release of the same package below this one, where its number tells how much was done.
    pub below: Option<Neighbour>,
    /// Whether the last releases have zeros before their numbers, as dates do (`2026.01.05`).
    pub is_padded: bool,
    /// The tag of another version on the same commit that `git describe` finds in place of this one.
    pub described: Option<Neighbour>,
}

/// Another release tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
}

/// A tag of the repository, as far as it is compared with another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Other<'t> {
    pub(super) name: &'t str,
    pub(super) is_annotated: bool,
    /// Whether it is on the same commit.
    pub(super) is_here: bool,
}

/// All tags of the repository, the newest first, the judged one among them once it is made.
pub(super) fn others<'t>(context: Context<'t>, commit: &Oid) -> Vec<Other<'t>> {
    let other = |tag: &'t crate::git::Tag| Other {
        name: &tag.name,
        is_annotated: tag.is_annotated,
        is_here: tag.commit == *commit,
    };
    context.tags.iter().map(other).collect()
}

/// A tag of the same form and package.
struct Read<'o> {
    other: Other<'o>,
    raw: String,
    version: Version,
}

impl Neighbours {
    /// Compares a tag with the others, the newest first.
    pub(super) fn of(facts: &PushedTag, others: &[Other<'_>], config: &Config) -> Self {
        let mut neighbours = Self {
            twin: twin(facts, others, config),
            ..Self::default()
        };
        let (Some(own), Some(version)) = (&facts.read, facts.version()) else {
            return neighbours;
        };
        let read = |other: &Other<'_>| facts.format.read(other.name);
        let same: Vec<Read<'_>> = others
            .iter()
            .filter_map(|other| Some((*other, read(other)?)))
            .filter(|(_, read)| read.name == own.name)
            .filter_map(|(other, read)| {
                let TagName { raw, version, .. } = read;
                let version = version.ok()?;
                Some(Read {
                    other,
                    raw,
                    version,
                })
            })
            .collect();
        neighbours.described = described(&facts.name, version, &same);
        let mut before: Vec<&Read<'_>> = same
            .iter()
            .filter(|read| {
                read.other.name != facts.name && !config.tags.is_floating(read.other.name)
            })
            .collect();
        neighbours.is_padded = before.iter().take(USUAL).any(|read| is_padded(&read.raw));
        before.retain(|read| read.version < *version && read.version.epoch == version.epoch);
        before.sort_by(|one, other| other.version.cmp(&one.version));
        let is_date = config.bump.calver.is_some() || is_date(version);
        if !is_date && !skips_numbers(&before) {
            neighbours.below = before.first().map(|read| read.neighbour());
        }
        neighbours
    }
}

impl Read<'_> {
    fn neighbour(&self) -> Neighbour {
        Neighbour {
            name: self.other.name.to_owned(),
            version: self.version.clone(),
        }
    }
}

/// The first number that rises by more than one between two versions, counted from 0; `None` when none does.
pub(super) fn gap(below: &Version, version: &Version) -> Option<usize> {
    let length = below.release.len().max(version.release.len());
    let raised = (0..length).find(|at| below.part(*at) != version.part(*at))?;
    let by = version.part(raised).saturating_sub(below.part(raised));
    (by > 1).then_some(raised)
}

/// Whether zeros stand before a number of a version.
pub(super) fn is_padded(raw: &str) -> bool {
    let mut numbers = raw.split(|c: char| !c.is_ascii_digit());
    numbers.any(|number| number.len() > 1 && number.starts_with('0'))
}

/// Whether releases went from one number to the one after the next before.
fn skips_numbers(highest_first: &[&Read<'_>]) -> bool {
    let last = highest_first.iter().take(USUAL);
    let before = highest_first.iter().skip(1);
    last.zip(before)
        .any(|(version, below)| gap(&below.version, &version.version).is_some())
}

/// Whether the first number of a version is a year, this one or the last where it has two digits.
fn is_date(version: &Version) -> bool {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let year = u64::try_from(today.year() % 100).unwrap_or_default();
    let first = version.part(0);
    first >= YEARS || first == year || first + 1 == year
}

/// Finds the tag that differs only in case, or in a `v` before the version.
fn twin(facts: &PushedTag, others: &[Other<'_>], config: &Config) -> Option<String> {
    let own = plain(&facts.name);
    let is_twin = |other: &&Other<'_>| {
        let is_near = other.name.len().abs_diff(facts.name.len()) <= 1;
        other.name != facts.name && is_near && plain(other.name) == own
    };
    let found = others.iter().find(is_twin)?;
    (!config.tags.is_floating(found.name)).then(|| found.name.to_owned())
}

/// A name in lower case without the `v` before its version.
fn plain(name: &str) -> String {
    let mut name = name.to_ascii_lowercase();
    let bytes = name.as_bytes();
    let is_v = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        bytes[*at] == b'v'
            && !before.is_some_and(u8::is_ascii_alphanumeric)
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    if let Some(at) = (0..bytes.len()).find(is_v) {
        name.remove(at);
    }
    name
}

/// Finds the tag that `git describe --tags` prefers on the commit of a tag, unless it is of the same version: the newest
/// annotated one, else the first by name.
fn described(own: &str, version: &Version, same: &[Read<'_>]) -> Option<Neighbour> {
    let here = || same.iter().filter(|read| read.other.is_here);
    if !here().any(|read| read.other.name == own) {
        return None;
    }
    let annotated = here().find(|read| read.other.is_annotated);
    let first = || here().min_by_key(|read| read.other.name);
    let found = annotated.or_else(first)?;
    (found.version != *version).then(|| found.neighbour())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_a_number_that_rises_by_more_than_one() {
        for (below, version, expected) in [
            ("1.2.3", "1.2.4", None),
            ("1.2.3", "1.3.0", None),
            ("1.2.3", "1.3.5", None),
            ("1.2.3", "2.0", None),
            ("1.2.3", "1.3.0rc1", None),
            ("1.3.0rc1", "1.3", None),
            ("1.2.3", "1.2.3.post1", None),
            ("1.2", "1.2.1", None),
            ("0.9", "1.0", None),
            ("1.2.3", "1.4.9", Some(1)),
            ("1.2.3", "1.2.5", Some(2)),
            ("1.2", "3.0", Some(0)),
            ("1.2", "1.2.2", Some(2)),
        ] {
            let [one, other] = [below, version].map(|text| text.parse().unwrap());
            assert_eq!(gap(&one, &other), expected, "{below} {version}");
        }
    }

    #[test]
    fn twins_differ_in_case_or_a_v() {
        for (one, other, are_twins) in [
            ("v1.2.3", "1.2.3", true),
            ("v1.2.3", "V1.2.3", true),
            ("1.2.3RC1", "1.2.3rc1", true),
            ("core-v1.2", "core-1.2", true),
            ("v1.2.3", "v1.2.30", false),
            ("dev1.2", "de1.2", false),
            ("vv1", "v1", false),
        ] {
            assert_eq!(plain(one) == plain(other), are_twins, "{one} {other}");
        }
    }
}
