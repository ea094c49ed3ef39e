//! What a heading's title says: a version, that something is unreleased, a date.
//!
//! Not where titles stand: that is `heading`'s.
use super::{Dated, Kind, date, pattern};
use crate::version::{Version, VersionError};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a title says. Spans are those in the title.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) kind: Kind,
    /// Where the version stands, without `v`.
    pub(super) version: Option<Range<usize>>,
    pub(super) date: Option<Dated>,
    pub(super) yanked: bool,
    /// The word or words before the version, such as the project's name.
    pub(super) name: Option<String>,
    /// Whether it says nothing else, so that it is a version's heading wherever it stands.
    pub(super) strict: bool,
}

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^[\s*_`~]*
        (?:(?P<name>[a-z][a-z0-9_.'+-]*?(?:\s+[a-z][a-z0-9_.'+-]*?){0,2}?)(?:\s+(?:[-–—:]\s+)?|@|[-/:]))??
        (?:(?P<word>version|release|ver\.?|rel\.?)\s*:?\s+)?
        (?P<open>\[\s*)?(?P<v>v\.?\s?|version\s+|release\s+)?
        (?P<version>[0-9][0-9a-z.!+_-]*)
        (?P<close>\s*\])?(?P<link>\([^()\s]*\)|\s*<[^<>]*>`_{1,2})?
        (?P<rest>.*)$",
    )
});
static PLACEHOLDER_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:[0-9]{4}|[y?x]{4})[-/.](?:[0-9]{1,2}|[m?x]{2})[-/.](?:[d?x]{2}|\?)$")
});
static DATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s*_:(>-]*(?:released?(?:[ -]date)?|date)\b\s*(?:on\b)?[\s:*_]*(?P<rest>.*?)[\s*_.)]*$",
    )
});

/// Words that stand for *not released yet* wherever they are.
const UNRELEASED: &[&str] = &[
    "unreleased",
    "not released",
    "not yet released",
    "not released yet",
    "un-released",
    "in development",
    "tbd",
    "tba",
    "to be released",
    "to be determined",
    "to be announced",
    "yet to be released",
    "release date tbd",
];

/// Words that stand for *not released yet* when they are a whole title.
const UNRELEASED_TITLES: &[&str] = &[
    "dev",
    "development",
    "development version",
    "head",
    "main",
    "master",
    "trunk",
    "latest changes",
    "next",
    "next release",
    "next version",
    "upcoming",
    "upcoming release",
    "unreleased changes",
    "in progress",
    "work in progress",
    "coming soon",
    "current development",
    "unreleased version",
];

/// Whether a text says nothing but that something is not released yet.
pub(super) fn says_unreleased(text: &str) -> bool {
    let text = bare(text);
    UNRELEASED.contains(&text.as_str()) || PLACEHOLDER_DATE.is_match(&text)
}

/// The text in lower case without the signs round it.
fn bare(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || "[]()*_`<>{}!:.,–—-#\"'|".contains(c));
    text.to_owned()
}

/// Reads a title.
pub(super) fn read(title: &str) -> Title {
    unreleased(title)
        .or_else(|| version(title))
        .unwrap_or(Title {
            kind: Kind::Other,
            version: None,
            date: None,
            yanked: false,
            name: None,
            strict: false,
        })
}

fn unreleased(title: &str) -> Option<Title> {
    // `[Unreleased](url)` and `Unreleased (2026-xx-xx)`
    let head = title
        .split(['(', '–', '—'])
        .next()
        .map(bare)
        .unwrap_or_default();
    let all = bare(title);
    let is = says_unreleased(title)
        || UNRELEASED_TITLES.contains(&all.as_str())
        || all.starts_with("unreleased ")
        || ["unreleased", "upcoming", "next release"].contains(&head.as_str())
        || all.starts_with("unreleased](");
    is.then(|| Title {
        kind: Kind::Unreleased { planned: None },
        version: None,
        date: None,
        yanked: false,
        name: None,
        strict: all.starts_with("unreleased"),
    })
}

fn version(title: &str) -> Option<Title> {
    let found = HEAD.captures(title)?;
    let has = |name| found.name(name).is_some();
    let token = found.name("version")?;
    let raw = token.as_str().trim_end_matches(['.', '-', '_', '+']);
    let span = token.start()..token.start() + raw.len();
    let rest = found.name("rest")?;
    let mut dated = date::find(rest.as_str());
    if let Some(dated) = &mut dated {
        dated.span = dated.span.start + rest.start()..dated.span.end + rest.start();
    }
    // A number alone is a version only where something says so.
    let says_so = has("v") || has("word") || has("open") || dated.is_some();
    if !raw.contains('.') && !says_so {
        return None;
    }
    let open = dated.is_none() && leaves_open(rest.as_str());
    let kind = match raw.parse::<Version>() {
        Ok(version) if open || (version.dev.is_some() && dated.is_none()) => Kind::Unreleased {
            planned: Some(version),
        },
        Ok(version) => Kind::Version {
            version,
            raw: raw.to_owned(),
        },
        Err(error) => malformed(raw, rest.as_str(), error)?,
    };
    let strict = matches!(&kind, Kind::Version { .. } | Kind::Unreleased { .. })
        && is_decoration(rest.as_str());
    Some(Title {
        kind,
        version: Some(span),
        date: dated,
        yanked: rest.as_str().to_ascii_lowercase().contains("[yanked]"),
        name: found.name("name").map(|name| name.as_str().to_lowercase()),
        strict,
    })
}

/// Whether what follows a version says that it is not released yet.
fn leaves_open(rest: &str) -> bool {
    let said = rest
        .split(['(', ')', '[', ']'])
        .filter(|part| !part.trim().is_empty());
    says_unreleased(rest)
        || said
            .into_iter()
            .any(|part| says_unreleased(part) || bare(part) == "dev")
}

/// Whether what follows a version is a date, a remark in brackets or behind a dash, or nothing.
fn is_decoration(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['*', '_', '`', ' ', '\t', ')', '\u{a0}']);
    rest.is_empty()
        || rest.starts_with([
            '(', '[', '-', '–', '—', ':', ',', '|', '/', '"', '\'', '“', '~', '<', '{', '!',
        ])
        || date::find(rest).is_some_and(|dated| dated.span.start == 0)
        || ["released", "unreleased", "in development", "on "]
            .iter()
            .any(|word| rest.to_lowercase().starts_with(word))
}

/// What looks like a version and is none; `None` where it is a series (`1.2.x`), a range or a date.
fn malformed(raw: &str, rest: &str, error: VersionError) -> Option<Kind> {
    let mut numbers = raw
        .split('.')
        .map(|part| part.bytes().take_while(u8::is_ascii_digit).count());
    let looks_so = numbers.next() > Some(0) && numbers.next() > Some(0);
    let series = raw.ends_with(['x', 'X']);
    let range =
        raw.split('-').count() > 1 && raw.split('-').all(|part| part.parse::<Version>().is_ok());
    let first = rest
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let joins = ["and", "to", "through", "or", "until", "series", "%"].contains(&first.as_str());
    (looks_so && !series && !range && !joins).then(|| Kind::Malformed {
        raw: raw.to_owned(),
        error,
    })
}

/// What a line below a heading says of the release: `Released on 2026-01-02`, `:release-date: TBA`, `Unreleased`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateLine {
    Date(Dated),
    Unreleased,
}

/// Reads such a line; spans are those in the line. `None` when the line is about something else.
pub(super) fn date_line(line: &str) -> Option<DateLine> {
    if says_unreleased(line) {
        return Some(DateLine::Unreleased);
    }
    let signs = |text: &str| {
        text.chars()
            .all(|c| c.is_whitespace() || "*_():.,`-".contains(c))
    };
    if let Some(dated) = date::find(line) {
        let before = line.get(..dated.span.start)?;
        let after = line.get(dated.span.end..)?;
        let introduced = DATE_LINE
            .captures(before)
            .is_some_and(|found| signs(&found["rest"]));
        return ((introduced || signs(before)) && signs(after)).then_some(DateLine::Date(dated));
    }
    let found = DATE_LINE.captures(line)?;
    says_unreleased(&found["rest"]).then_some(DateLine::Unreleased)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(title: &str) -> String {
        let read = read(title);
        let date = read
            .date
            .and_then(|dated| dated.day)
            .map(|day| format!(" on {day}"))
            .unwrap_or_default();
        let strict = if read.strict { "" } else { " loosely" };
        match read.kind {
            Kind::Unreleased { planned: None } => "unreleased".into(),
            Kind::Unreleased {
                planned: Some(version),
            } => format!("{version} planned"),
            Kind::Version { version, .. } => format!("{version}{date}{strict}"),
            Kind::Malformed { raw, .. } => format!("not {raw}"),
            Kind::Other => "-".into(),
        }
    }

    #[test]
    fn titles_are_read_as_people_write_them() {
        for (title, expected) in [
            ("[1.2.0] - 2026-01-02", "1.2.0 on 2026-01-02"),
            ("1.2.0 (2026-01-02)", "1.2.0 on 2026-01-02"),
            ("v1.2.0 — 2026-01-02", "1.2.0 on 2026-01-02"),
            ("Version 1.2", "1.2"),
            ("Release v1.2.0 (2026-01-02)", "1.2.0 on 2026-01-02"),
            ("twine 7.0.0 (2026-01-02)", "7.0.0 on 2026-01-02"),
            ("my-tool-v7.0.0", "7.0.0"),
            ("@scope: 7.0", "-"),
            ("pkg@7.0.0", "7.0.0"),
            (
                "[1.2.0](https://example.org/a...b) - 2026-01-02",
                "1.2.0 on 2026-01-02",
            ),
            ("[v1.2.0b1]", "1.2.0b1"),
            ("**1.2.0**", "1.2.0"),
            ("0.28.1 (6th December, 2024)", "0.28.1 on 2024-12-06"),
            ("1.0.0.post1 2026-01-02", "1.0.0.post1 on 2026-01-02"),
            ("1.2.0 [YANKED]", "1.2.0"),
            ("1.2.0 support was dropped", "1.2.0 loosely"),
            ("45 (2026-01-02)", "45 on 2026-01-02"),
            ("45 bugs", "-"),
            ("v45", "45"),
            ("3.4.0 (in development)", "3.4.0 planned"),
            ("3.4.0 (unreleased)", "3.4.0 planned"),
            ("3.4.0 - Unreleased", "3.4.0 planned"),
            ("3.4.0 (tbd)", "3.4.0 planned"),
            ("3.4.0 (2026-xx-xx)", "3.4.0 planned"),
            ("3.4.0.dev0", "3.4.0.dev0 planned"),
            ("[Unreleased]", "unreleased"),
            ("[Unreleased](https://example.org/a...HEAD)", "unreleased"),
            ("*unreleased*", "unreleased"),
            ("UNRELEASED", "unreleased"),
            ("Latest Changes", "unreleased"),
            ("HEAD", "unreleased"),
            ("dev", "unreleased"),
            ("1.2.0-SNAPSHOT", "not 1.2.0-SNAPSHOT"),
            ("1.2.x", "-"),
            ("1.0-2.0", "-"),
            ("Changelog", "-"),
            ("2026-01-02", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(title), expected, "{title}");
        }
    }

    #[test]
    fn a_line_below_a_heading_may_date_it() {
        for (line, expected) in [
            ("Released August 15, 2026", "2026-08-15"),
            ("Released on 2026-08-20.", "2026-08-20"),
            (":release-date: 2026-01-04", "2026-01-04"),
            (":released: August 11, 2026", "2026-08-11"),
            ("*Release date: 2026-01-04*", "2026-01-04"),
            ("_2026-01-04_", "2026-01-04"),
            (":release-date: TBA", "unreleased"),
            ("Unreleased", "unreleased"),
            ("- Released the lock on 2026-01-04", "-"),
            ("Fixed a bug of 2026-01-04", "-"),
            ("date handling", "-"),
        ] {
            let read = match date_line(line) {
                Some(DateLine::Date(dated)) => dated.day.unwrap().to_string(),
                Some(DateLine::Unreleased) => "unreleased".into(),
                None => "-".into(),
            };
            assert_eq!(read, expected, "{line}");
        }
    }
}
