//! What the outside world has listed: trove classifiers, SPDX's licenses, Python's standard library, PyPI's platforms.
//!
//! Not how metadata is read. `refresh.py`, beside this file, writes the tables anew and says how. Each is one text that is
//! searched by halving, so that it costs its length and no more.
mod platform;
mod sources;

pub use platform::is_accepted as is_accepted_platform;
pub use sources::{AS_OF, PACKAGES, SPDX};

use jiff::Span;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

const CLASSIFIERS: &str = include_str!("classifiers.txt");
const DEPRECATED_CLASSIFIERS: &str = include_str!("deprecated_classifiers.txt");
const LICENSES: &str = include_str!("licenses.txt");
const EXCEPTIONS: &str = include_str!("exceptions.txt");
const STDLIB: &str = include_str!("stdlib.txt");

/// The classifiers by what is left of them without case and white space; made when one is not found as it stands.
static BARE_CLASSIFIERS: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| CLASSIFIERS.lines().map(|line| (bare(line), line)).collect());

/// What the list of classifiers says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classifier {
    /// It is one.
    Known,
    /// It was one; the ones that came for it, of which there may be none.
    Deprecated(Vec<&'static str>),
    /// It begins with `Private ::`, which is never on the list, on purpose.
    Private,
    /// This one differs from it only in case and white space.
    Misspelled(&'static str),
    /// Nothing.
    Unknown,
}

/// An identifier that SPDX lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpdxId {
    /// As SPDX spells it.
    pub id: &'static str,
    /// Whether SPDX asks for another one now.
    pub is_deprecated: bool,
}

impl Classifier {
    /// Judges a text, letter by letter.
    pub fn of(text: &str) -> Self {
        if find(CLASSIFIERS, |line| line.cmp(text)).is_some() {
            return Self::Known;
        }
        if let Some(line) = find(DEPRECATED_CLASSIFIERS, |line| key(line).cmp(text)) {
            return Self::Deprecated(line.split('\t').skip(1).collect());
        }
        if text.starts_with("Private :: ") {
            return Self::Private;
        }
        let like = BARE_CLASSIFIERS.get(&bare(text));
        like.map_or(Self::Unknown, |line| Self::Misspelled(line))
    }
}

/// Returns the license of this identifier, whatever its case.
pub fn license(id: &str) -> Option<SpdxId> {
    spdx(LICENSES, id)
}

/// Returns the exception of this identifier, whatever its case.
pub fn license_exception(id: &str) -> Option<SpdxId> {
    spdx(EXCEPTIONS, id)
}

/// Whether the tables are older than a year at this day, so that what they do not know may be new.
pub fn are_old(today: Date) -> bool {
    let year = Span::new().years(1);
    let end = AS_OF.parse().and_then(|date: Date| date.checked_add(year));
    end.map_or(true, |end| end < today)
}

/// Whether a normalised project name is that of a module of the standard library of any Python.
pub fn is_of_stdlib(name: &str) -> bool {
    find(STDLIB, |line| line.cmp(name)).is_some()
}

fn spdx(table: &'static str, id: &str) -> Option<SpdxId> {
    let lower = |text: &str| text.to_ascii_lowercase();
    let id = lower(id);
    let line = find(table, |line| lower(key(line)).cmp(&id))?;
    Some(SpdxId {
        id: key(line),
        is_deprecated: line.ends_with('\t'),
    })
}

fn bare(text: &str) -> String {
    let solid = text.chars().filter(|c| !c.is_whitespace());
    solid.flat_map(char::to_lowercase).collect()
}

/// The part of a line before the first tab.
fn key(line: &str) -> &str {
    line.split('\t').next().unwrap_or(line)
}

/// Returns the line that `order` finds equal; the lines are ordered as it orders them.
fn find(table: &'static str, order: impl Fn(&str) -> Ordering) -> Option<&'static str> {
    let mut rest = table;
    while !rest.is_empty() {
        let middle = rest.as_bytes().split_at(rest.len() / 2).0;
        let start = middle
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let (before, from) = rest.split_at_checked(start)?;
        let (line, after) = from.split_once('\n')?;
        match order(line) {
            Ordering::Equal => return Some(line),
            Ordering::Less => rest = after,
            Ordering::Greater => rest = before,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        for line in CLASSIFIERS.lines() {
            assert_eq!(Classifier::of(line), Classifier::Known);
            let like = Classifier::of(&format!("{line} "));
            assert!(matches!(like, Classifier::Misspelled(_)), "{line}");
        }
        for line in STDLIB.lines() {
            assert!(is_of_stdlib(line), "{line}");
        }
        for (table, find) in [
            (LICENSES, license as fn(&str) -> Option<SpdxId>),
            (EXCEPTIONS, license_exception),
        ] {
            for line in table.lines() {
                let id = line.trim_end();
                assert_eq!(find(&id.to_ascii_uppercase()).unwrap().id, id);
            }
            assert_eq!(find(""), None);
            assert_eq!(find("\t"), None);
        }
        assert!(!is_of_stdlib("") && !is_of_stdlib("zzz"));
    }

    #[test]
    fn after_a_year_the_tables_are_old() {
        let date: Date = AS_OF.parse().unwrap();
        assert!(!are_old(date) && !are_old(date.checked_add(Span::new().days(360)).unwrap()));
        assert!(are_old(date.checked_add(Span::new().days(370)).unwrap()));
    }

    #[test]
    fn what_the_lists_say() {
        assert!(license("agpl-1.0").unwrap().is_deprecated);
        assert!(!license("mit").unwrap().is_deprecated);
        assert!(is_of_stdlib("json") && is_of_stdlib("importlib-metadata"));
        for (text, judged) in [
            (
                "Natural Language :: Ukranian",
                Classifier::Deprecated(vec!["Natural Language :: Ukrainian"]),
            ),
            (
                "License :: OSI Approved :: X.Net License",
                Classifier::Deprecated(vec![]),
            ),
            ("Private :: Do Not Upload", Classifier::Private),
            (" typing::typed", Classifier::Misspelled("Typing :: Typed")),
            ("", Classifier::Unknown),
        ] {
            assert_eq!(Classifier::of(text), judged);
        }
    }
}
