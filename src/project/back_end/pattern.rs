//! Searches with a pattern in Python's syntax.
//!
//! Not with all of it: what our engine cannot do is *unknown*, but for back-references to a group of single characters,
//! such as a quote: each character makes a pattern of its own.
use crate::project::pattern::{Mode, compile};
use regex::Captures;
use std::ops::Range;

const UNREADABLE: &str = "its pattern is one that only Python can read";

/// A match.
pub(super) struct Found<'t> {
    captures: Captures<'t>,
    names: Vec<Option<String>>,
}

impl<'t> Found<'t> {
    /// The span and text of a group, if it is there and took part.
    pub(super) fn numbered(&self, number: usize) -> Option<(Range<usize>, &'t str)> {
        let group = self.captures.get(number)?;
        Some((group.range(), group.as_str()))
    }

    pub(super) fn named(&self, name: &str) -> Option<(Range<usize>, &'t str)> {
        self.numbered(self.number_of(name)?)
    }

    pub(super) fn number_of(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|own| own.as_deref() == Some(name))
    }

    pub(super) fn has(&self, number: usize) -> bool {
        number < self.names.len()
    }

    pub(super) fn whole(&self) -> Range<usize> {
        self.numbered(0).map_or(0..0, |(span, _)| span)
    }
}

/// Finds the first match of a pattern in which `^` and `$` are lines' ends.
pub(super) fn search<'t>(pattern: &str, text: &'t str) -> Result<Option<Found<'t>>, &'static str> {
    let mut first: Option<Found<'t>> = None;
    for pattern in expand(pattern)? {
        let regex = compile(&pattern, Mode::MultiLine).map_err(|_| UNREADABLE)?;
        let Some(captures) = regex.captures(text) else {
            continue;
        };
        let names = regex.capture_names().map(|name| name.map(str::to_owned));
        let found = Found {
            captures,
            names: names.collect(),
        };
        let starts = found.whole().start;
        match first.as_ref().map(|first| first.whole().start) {
            Some(before) if before == starts => return Err(UNREADABLE),
            Some(before) if before < starts => {}
            _ => first = Some(found),
        }
    }
    Ok(first)
}

/// Takes every match of a pattern out of a text.
pub(super) fn remove(pattern: &str, text: &str) -> Result<String, &'static str> {
    match expand(pattern)?.as_slice() {
        [only] => {
            let regex = compile(only, Mode::Plain).map_err(|_| UNREADABLE)?;
            Ok(regex.replace_all(text, "").into_owned())
        }
        _ => Err(UNREADABLE),
    }
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item<'p> {
    Escaped(char),
    /// A set of characters, without its brackets.
    Set(&'p str),
    /// The start of a group that captures, with its name.
    Capture(Option<&'p str>),
    Open,
    Close,
    /// `(?P=name)`
    Same(&'p str),
    Other(char),
}

/// Cuts a pattern into its parts, each with where it stands.
fn items(pattern: &str) -> Result<Vec<(Range<usize>, Item<'_>)>, &'static str> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, item) = item(rest).ok_or(UNREADABLE)?;
        items.push((at..at + length, item));
        at += length;
    }
    Ok(items)
}

fn item(rest: &str) -> Option<(usize, Item<'_>)> {
    let mut characters = rest.chars();
    let first = characters.next()?;
    Some(match first {
        '\\' => {
            let escaped = characters.next()?;
            (1 + escaped.len_utf8(), Item::Escaped(escaped))
        }
        '[' => {
            let inside = rest.get(1..)?;
            // A `]` that comes first is a character.
            let lead = ["^]", "]", "^"]
                .iter()
                .find(|lead| inside.starts_with(**lead));
            let mut end = lead.map_or(0, |lead| lead.len());
            while !inside.get(end..)?.starts_with(']') {
                let mut rest = inside.get(end..)?.chars();
                let c = rest.next()?;
                end += c.len_utf8();
                if c == '\\' {
                    end += rest.next()?.len_utf8();
                }
            }
            (end + 2, Item::Set(inside.get(..end)?))
        }
        '(' => match rest.strip_prefix("(?P") {
            Some(named) if named.starts_with('<') => {
                let end = named.find('>')?;
                (3 + end + 1, Item::Capture(named.get(1..end)))
            }
            Some(named) if named.starts_with('=') => {
                let end = named.find(')')?;
                (3 + end + 1, Item::Same(named.get(1..end)?))
            }
            _ if rest.starts_with("(?") => (1, Item::Open),
            _ => (1, Item::Capture(None)),
        },
        ')' => (1, Item::Close),
        other => (other.len_utf8(), Item::Other(other)),
    })
}

/// Takes the back-references out of a pattern; they make one pattern for each character that they can stand for.
fn expand(pattern: &str) -> Result<Vec<String>, &'static str> {
    let items = items(pattern)?;
    let captures: Vec<(usize, Option<&str>)> = items
        .iter()
        .enumerate()
        .filter_map(|(at, (_, item))| match item {
            Item::Capture(name) => Some((at, *name)),
            _ => None,
        })
        .collect();
    let target = |item: &Item<'_>| match item {
        Item::Escaped(digit @ '1'..='9') => digit.to_digit(10).map(|digit| digit as usize),
        Item::Same(name) => Some(1 + captures.iter().position(|(_, own)| *own == Some(*name))?),
        _ => None,
    };
    let Some(number) = items.iter().find_map(|(_, item)| target(item)) else {
        return Ok(vec![pattern.to_owned()]);
    };
    let open = captures.get(number - 1).ok_or(UNREADABLE)?.0;
    let inside = items.get(open + 1..).unwrap_or_default();
    let close = inside
        .iter()
        .position(|(_, item)| *item == Item::Close)
        .ok_or(UNREADABLE)?;
    let choices = choices(inside.get(..close).unwrap_or_default()).ok_or(UNREADABLE)?;
    let choose = |choice: char| {
        let quoted = regex::escape(&choice.to_string());
        let mut chosen = String::new();
        for (at, (span, item)) in items.iter().enumerate() {
            let in_group = at > open && at <= open + close;
            if in_group && at > open + 1 {
                continue;
            }
            match target(item) {
                _ if in_group => chosen.push_str(&quoted),
                Some(other) if other == number => chosen.push_str(&quoted),
                Some(_) => return Err(UNREADABLE),
                None => chosen.push_str(pattern.get(span.clone()).unwrap_or_default()),
            }
        }
        Ok(chosen)
    };
    choices.into_iter().map(choose).collect()
}

/// The characters that a group matches, one at a time; `None` when it is not so simple.
fn choices(inside: &[(Range<usize>, Item<'_>)]) -> Option<Vec<char>> {
    let is_plain = |c: char| c.is_ascii_punctuation();
    if let [(_, Item::Set(set))] = inside {
        let plain: Vec<char> = set.chars().filter(|c| *c != '\\').collect();
        let all = plain
            .iter()
            .all(|c| is_plain(*c) && !matches!(c, '^' | '-'));
        return (all && !plain.is_empty()).then_some(plain);
    }
    inside
        .split(|(_, item)| *item == Item::Other('|'))
        .map(|choice| match choice {
            [(_, Item::Escaped(c))] if is_plain(*c) => Some(*c),
            [(_, Item::Other(c @ ('"' | '\'')))] => Some(*c),
            _ => None,
        })
        .collect()
}
