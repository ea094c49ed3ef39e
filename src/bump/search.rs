//! Finds a version in the text of a file that a project names, without touching what only looks like it.
//!
//! Not the rewriting of a declaration that `project` found: that knows its span already.
use super::BumpError;
use super::dialect::{REPLACE, Rules, SEARCH};
use super::error::refused;
use super::pins::Pins;
use super::template::Context;
use crate::project::pattern::{Mode, PatternError, Replacement, compile};
use crate::source::SourceFile;
use crate::version::{Version, VersionError};
use std::ops::Range;

/// Returns a file's text with what an entry says changed; `None` where nothing is found and that is allowed.
pub(super) fn changed(
    file: &SourceFile,
    rules: &Rules,
    context: &Context<'_>,
    pins: &Pins,
) -> Result<Option<String>, BumpError> {
    let text = file
        .text()
        .map_err(|error| crate::project::ProjectError::syntax(file, 0..0, error))?;
    let search = Search {
        file,
        text: &Lines::of(text),
        rules,
        context,
        pins,
    };
    let original = context.written_as;
    let found = search.run(context.current)?;
    // The version as it is written may stand where the entry's own form of it does not.
    let may_be_whole = found
        .as_ref()
        .map_or(rules.search() == SEARCH, |changed| changed == text);
    let found = match found {
        _ if may_be_whole && original != context.current => search.run(original)?.or(found),
        found => found,
    };
    if found.is_none() && rules.may_lack_version != Some(true) {
        return Err(BumpError::NotFound {
            path: file.path.clone(),
            search: context.fill(rules.search())?,
            is_taken: search.is_looked_over(context.current)?,
        });
    }
    Ok(found)
}

/// A search in one text.
struct Search<'s> {
    file: &'s SourceFile,
    text: &'s Lines<'s>,
    rules: &'s Rules,
    context: &'s Context<'s>,
    pins: &'s Pins,
}

/// A hit and what takes its place.
struct Hit {
    span: Range<usize>,
    becomes: String,
}

impl Search<'_> {
    /// Changes every hit; `None` where there is none.
    fn run(&self, current: &str) -> Result<Option<String>, BumpError> {
        let hits: Vec<Hit> = self
            .hits(current)?
            .into_iter()
            .filter(|hit| self.is_meant(&hit.span, current))
            .collect();
        Ok((!hits.is_empty()).then(|| self.text.with(&hits)))
    }

    /// Whether there are hits and all of them are passed over.
    fn is_looked_over(&self, current: &str) -> Result<bool, BumpError> {
        Ok(!self.hits(current)?.is_empty())
    }

    fn hits(&self, current: &str) -> Result<Vec<Hit>, BumpError> {
        let context = self.context.with_current(current);
        let text = self.text.plain.as_str();
        if self.rules.regex == Some(true)
            && let Some(hits) = self.matches(&context, text)?
        {
            return Ok(hits);
        }
        let wanted = context.fill(self.rules.search())?;
        let becomes = context.fill(self.rules.replace())?;
        let found = (!wanted.is_empty()).then(|| text.match_indices(&wanted));
        let hits = found.into_iter().flatten().map(|(at, found)| Hit {
            span: at..at + found.len(),
            becomes: becomes.clone(),
        });
        Ok(hits.collect())
    }

    /// The hits of a regular expression; `None` where it is none, and so is meant as it stands.
    fn matches(&self, context: &Context<'_>, text: &str) -> Result<Option<Vec<Hit>>, BumpError> {
        let refuse = |reason: String| BumpError::Regex {
            path: self.file.path.clone(),
            search: self.rules.search().to_owned(),
            reason,
        };
        let pattern = context.fill_escaped(self.rules.search())?;
        let regex = match compile(&pattern, Mode::Lines) {
            Ok(regex) => regex,
            Err(PatternError::Invalid { .. }) => return Ok(None),
            Err(error) => return Err(refuse(refused(&error))),
        };
        let replace = context.fill(self.rules.replace())?;
        let replace =
            Replacement::parse(&replace, &regex).map_err(|error| refuse(error.to_string()))?;
        let hits = regex.captures_iter(text).map(|found| Hit {
            span: found.get(0).map_or(0..0, |whole| whole.range()),
            becomes: replace.expand(&found),
        });
        Ok(Some(hits.collect()))
    }

    /// Whether the version in a hit is a whole one, and not a dependency's where the version alone is searched.
    fn is_meant(&self, hit: &Range<usize>, current: &str) -> bool {
        let text = self.text.plain.as_str();
        let inside = text.get(hit.clone()).unwrap_or_default();
        let mut versions = inside.match_indices(current).map(|(at, found)| {
            let start = hit.start + at;
            start..start + found.len()
        });
        let is_whole = current.is_empty() || versions.all(|span| is_token(text, &span));
        let is_bare = self.rules.search() == SEARCH && self.rules.replace() == REPLACE;
        is_whole && !(is_bare && self.pins.has(&self.text.in_file(hit)))
    }
}

/// A text with `\n` for every line end, as Python reads files, and the way back to the bytes.
struct Lines<'t> {
    text: &'t str,
    plain: String,
    /// Where a `\r` was taken out of the plain text, as offsets into it.
    taken: Vec<usize>,
    end: &'static str,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let end = match text.find(['\r', '\n']).and_then(|at| text.get(at..)) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        };
        let (mut plain, mut taken) = (String::with_capacity(text.len()), Vec::new());
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\r' if characters.peek() == Some(&'\n') => taken.push(plain.len()),
                '\r' => plain.push('\n'),
                other => plain.push(other),
            }
        }
        Self {
            text,
            plain,
            taken,
            end,
        }
    }

    /// A span of the plain text in the file's own. A line end at its edge is in it with both of its characters.
    fn in_file(&self, span: &Range<usize>) -> Range<usize> {
        let start = span.start + self.taken.partition_point(|at| *at < span.start);
        let end = span.end + self.taken.partition_point(|at| *at < span.end);
        start..end
    }

    /// The file's own text with hits changed. What a hit keeps at its beginning and its end keeps its bytes.
    fn with(&self, hits: &[Hit]) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for hit in hits {
            let before = self.plain.get(hit.span.clone()).unwrap_or_default();
            let same = |(a, b): &(char, char)| a == b;
            let head: usize = before
                .chars()
                .zip(hit.becomes.chars())
                .take_while(same)
                .map(|(c, _)| c.len_utf8())
                .sum();
            let rest = |text: &str| text.get(head..).unwrap_or_default().to_owned();
            let (old, new) = (rest(before), rest(&hit.becomes));
            let tail: usize = old
                .chars()
                .rev()
                .zip(new.chars().rev())
                .take_while(same)
                .map(|(c, _)| c.len_utf8())
                .sum();
            let changed = hit.span.start + head..hit.span.end - tail;
            let changed = self.in_file(&changed);
            out.push_str(self.text.get(at..changed.start).unwrap_or_default());
            let new = new.get(..new.len() - tail).unwrap_or_default();
            out.push_str(&new.replace('\n', self.end));
            at = changed.end;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        out
    }
}

/// Whether the version at a span is a whole one: no part of a longer version, number or word.
fn is_token(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let here = text.get(span.clone()).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let mut last = before.chars().rev();
    let previous = match last.next() {
        // `v1.2.3` is the version, `rev1.2.3` is not.
        Some('v' | 'V') => last.next(),
        other => other,
    };
    if previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '!')) {
        return false;
    }
    let end = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '!')))
        .unwrap_or(after.len());
    let following = after.get(..end).unwrap_or_default();
    if following.starts_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    let longest = format!("{here}{following}");
    match longest.parse::<Version>() {
        Ok(_) => following.is_empty(),
        // In `1.2.3-blue`, `b` is no pre-release but the start of a word.
        Err(VersionError::Rest { valid, rest }) => {
            valid.len() <= here.len() || rest.starts_with(char::is_alphabetic)
        }
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_a_whole_version() {
        for (text, expected) in [
            ("1.2.3", true),
            ("v1.2.3", true),
            ("pkg-1.2.3.tar.gz", true),
            ("badge/1.2.3-blue.svg", true),
            ("Version 1.2.3.", true),
            ("é1.2.3", false),
            ("11.2.3", false),
            ("1.2.30", false),
            ("0.1.2.3", false),
            ("1.2.3.4", false),
            ("1.2.3rc1", false),
            ("1.2.3.post1", false),
            ("1.2.3-1", false),
            ("1.2.3+local", false),
            ("1!1.2.3", false),
        ] {
            let at = text.find("1.2.3").unwrap();
            assert_eq!(is_token(text, &(at..at + 5)), expected, "{text}");
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        for (text, wanted, becomes, expected) in [
            ("a\r\nb\r\n", "a\nb", "a\nc\nb", "a\r\nc\r\nb\r\n"),
            ("a\nb\r\nc", "b\nc", "x\nc", "a\nx\r\nc"),
            ("a\rb\r", "b", "c\n", "a\rc\r\r"),
            ("a\r\n", "a\n", "b\n", "b\r\n"),
            ("é\r\nb", "é\nb", "é\nç", "é\r\nç"),
        ] {
            let lines = Lines::of(text);
            let at = lines.plain.find(wanted).unwrap();
            let hit = Hit {
                span: at..at + wanted.len(),
                becomes: becomes.into(),
            };
            assert_eq!(lines.with(&[hit]), expected, "{text:?}");
        }
    }
}
