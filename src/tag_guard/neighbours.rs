//! The other tags of the repository, as far as a pushed tag is compared with them by its name and version.
//!
//! Not those of its release line and their place in history: they are `facts`'s siblings.
use super::facts::PushedTag;
use crate::config::Config;
use crate::git::RefList;
use crate::project::Package;
use crate::version::Version;
use std::collections::BTreeMap;

/// How many of the last releases tell what is usual.
const USUAL: usize = 10;

/// How many release lines are looked back.
const LINES: u64 = 64;

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

/// The other tags of the repository.
pub(super) struct Others<'t> {
    /// All tags that begin as the judged one does, that one among them once it is made.
    pub(super) all: &'t RefList,
    /// The names of those of the highest versions, the highest first.
    pub(super) telling: Vec<&'t str>,
    /// The names that have capital letters.
    pub(super) with_capitals: &'t [String],
    /// Finds those on the commit of the judged one, the newest first, and whether each is annotated.
    pub(super) here: Box<dyn Fn() -> Vec<(String, bool)> + 't>,
}

/// A tag of the same form and package.
struct Read {
    name: String,
    raw: String,
    version: Version,
}

impl Neighbours {
    /// Compares a tag with the others.
    pub(super) fn of(facts: &PushedTag, others: Others<'_>, config: &Config) -> Self {
        let mut neighbours = Self {
            twin: twin(facts, &others, config),
            ..Self::default()
        };
        let (Some(own), Some(version)) = (&facts.read, facts.version()) else {
            return neighbours;
        };
        let is_versioned = |package: &&Package| package.versioned_by.is_some();
        if facts.its_packages().iter().any(is_versioned) {
            neighbours.described = described(facts, version, &others);
        }
        let last = others.telling.iter().filter_map(|name| read(facts, name));
        let last =
            last.filter(|read| read.name != facts.name && !config.tags.is_floating(&read.name));
        neighbours.is_padded = last.take(USUAL).any(|read| is_padded(&read.raw));
        let is_date = config.bump.calver.is_some() || is_date(version);
        if !is_date {
            let before = below(facts, own.name.as_deref(), version, &others, config);
            if !skips_numbers(&before) {
                neighbours.below = before.into_iter().next().map(Read::neighbour);
            }
        }
        neighbours
    }
}

impl Read {
    fn neighbour(self) -> Neighbour {
        Neighbour {
            name: self.name,
            version: self.version,
        }
    }
}

/// Reads a tag of the same form and package; `None` when it is none.
fn read(facts: &PushedTag, name: &str) -> Option<Read> {
    let own = facts.read.as_ref()?;
    let read = facts
        .format
        .read(name)
        .filter(|read| read.name == own.name)?;
    Some(Read {
        name: name.to_owned(),
        raw: read.raw,
        version: read.version.ok()?,
    })
}

/// Finds the highest releases below a version, the highest first: those of its own line, then of the lines before it, and
/// of earlier major versions those that are the highest of all.
fn below(
    facts: &PushedTag,
    name: Option<&str>,
    version: &Version,
    others: &Others<'_>,
    config: &Config,
) -> Vec<Read> {
    let epoch = match version.epoch {
        0 => String::new(),
        epoch => format!("{epoch}!"),
    };
    let is_below = |read: &Read| {
        let is_lower = read.version < *version && read.version.epoch == version.epoch;
        is_lower && read.name != facts.name && !config.tags.is_floating(&read.name)
    };
    let (major, minor) = (version.part(0), version.part(1));
    let mut found: BTreeMap<String, Read> = BTreeMap::new();
    for minor in (minor.saturating_sub(LINES)..=minor).rev() {
        let start = facts
            .format
            .start_of(name, &format!("{epoch}{major}.{minor}"));
        let tags = others.all.starting_with(&start).filter(|tag| {
            let rest = tag.name.get(start.len()..).unwrap_or_default();
            !rest.starts_with(|c: char| c.is_ascii_digit())
        });
        let tags = tags
            .filter_map(|tag| read(facts, tag.name))
            .filter(is_below);
        found.extend(tags.map(|read| (read.name.clone(), read)));
        if found.len() > USUAL {
            break;
        }
    }
    if found.len() <= USUAL {
        let tags = others.telling.iter().filter_map(|name| read(facts, name));
        found.extend(tags.filter(is_below).map(|read| (read.name.clone(), read)));
    }
    let mut found: Vec<Read> = found.into_values().collect();
    found.sort_by(|one, other| other.version.cmp(&one.version));
    found
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
fn skips_numbers(highest_first: &[Read]) -> bool {
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
fn twin(facts: &PushedTag, others: &Others<'_>, config: &Config) -> Option<String> {
    let own = plain(&facts.name);
    let is_twin = |other: &&str| *other != facts.name && plain(other) == own;
    let lower = facts.name.to_ascii_lowercase();
    let small = [lower, own.clone()].into_iter().chain(with_v(&own));
    let small = small.filter_map(|name| others.all.get(&name).map(|found| found.name));
    let large = others.with_capitals.iter().map(String::as_str);
    let found = small.chain(large).find(is_twin)?;
    (!config.tags.is_floating(found)).then(|| found.to_owned())
}

/// The names that are this one but for a `v` before the version.
fn with_v(plain: &str) -> impl Iterator<Item = String> {
    let starts = plain.match_indices(|c: char| c.is_ascii_digit());
    let starts = starts.map(|(at, _)| plain.split_at(at));
    let starts =
        starts.filter(|(before, _)| !before.ends_with(|c: char| c.is_ascii_alphanumeric()));
    starts.map(|(before, rest)| format!("{before}v{rest}"))
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
fn described(facts: &PushedTag, version: &Version, others: &Others<'_>) -> Option<Neighbour> {
    let here = (others.here)();
    let here = || {
        let tags = here.iter();
        tags.filter_map(|(name, is_annotated)| Some((read(facts, name)?, *is_annotated)))
    };
    if !here().any(|(read, _)| read.name == facts.name) {
        return None;
    }
    let annotated = here().find(|(_, is_annotated)| *is_annotated);
    let first = || here().min_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let (found, _) = annotated.or_else(first)?;
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
