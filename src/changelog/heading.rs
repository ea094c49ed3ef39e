//! Headings: where they begin and end, and how deep they are. What their titles say is `title`'s.
//!
//! Not a judgement of their style.
use super::Format;
use super::lines::{Kind, Line};
use std::ops::Range;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its lines, by number from 0.
    pub(super) lines: Range<usize>,
    /// Its bytes with all its lines and the last line end.
    pub(super) span: Range<usize>,
    /// The bytes of its title, without marks and attributes.
    pub(super) title: Range<usize>,
    /// Its depth, from 1.
    pub(super) level: usize,
}

/// Finds the headings of a text.
pub(super) fn read(lines: &[Line<'_>], format: Format) -> Vec<Heading> {
    match format {
        Format::Markdown => markdown(lines),
        Format::Rst => rst(lines),
    }
}

fn markdown(lines: &[Line<'_>]) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.kind != Kind::Prose || line.indent() > 3 {
            continue;
        }
        if let Some(heading) = atx(line, index) {
            headings.push(heading);
        } else if let Some(level) = setext(line.text)
            && let Some(above) = index.checked_sub(1).and_then(|above| lines.get(above))
            && is_title(above)
            && headings.last().is_none_or(|last| last.lines.end < index)
        {
            headings.push(Heading {
                lines: index - 1..index + 1,
                span: above.span.start..line.next,
                title: title_span(above.text, above.span.start, above.indent()),
                level,
            });
        }
    }
    headings
}

fn atx(line: &Line<'_>, index: usize) -> Option<Heading> {
    let trimmed = line.text.trim_start();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = trimmed.get(level..)?;
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    Some(Heading {
        lines: index..index + 1,
        span: line.span.start..line.next,
        title: title_span(line.text, line.span.start, line.text.len() - rest.len()),
        level,
    })
}

/// The level of the heading that this line underlines. One sign alone is more often a list than a line.
fn setext(text: &str) -> Option<usize> {
    let text = text.trim();
    match text.bytes().next()? {
        _ if text.len() < 2 => None,
        b'=' if text.bytes().all(|byte| byte == b'=') => Some(1),
        b'-' if text.bytes().all(|byte| byte == b'-') => Some(2),
        _ => None,
    }
}

/// Whether a line can be the title above a setext line.
fn is_title(line: &Line<'_>) -> bool {
    let text = line.text.trim_start();
    let list = ["- ", "* ", "+ ", ">", "|", "#"];
    line.kind == Kind::Prose
        && !line.is_blank()
        && line.indent() <= 3
        && !list.iter().any(|mark| text.starts_with(mark))
        && setext(text).is_none()
}

/// The span of a title that begins at `from` in its line: without blanks, closing `#`s and `{…}` attributes.
fn title_span(text: &str, offset: usize, from: usize) -> Range<usize> {
    let title = text.get(from..).unwrap_or_default();
    let start = from + title.len() - title.trim_start().len();
    let mut title = title.trim();
    loop {
        let mut shorter = title;
        if title.ends_with('}')
            && let Some(open) = title.rfind('{')
        {
            shorter = title.get(..open).unwrap_or_default().trim_end();
        }
        let bare = shorter.trim_end_matches('#');
        if bare.is_empty() || bare.ends_with([' ', '\t']) {
            shorter = bare.trim_end();
        }
        if shorter == title {
            return offset + start..offset + start + title.len();
        }
        title = shorter;
    }
}

fn rst(lines: &[Line<'_>]) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut styles: Vec<(char, bool)> = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let found = rst_heading(lines, index);
        if let Some((count, character, title)) = found {
            let style = (character, count == 3);
            let level = styles.iter().position(|known| *known == style);
            let level = level.unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            let last = lines.get(index + count - 1).unwrap_or(line);
            headings.push(Heading {
                lines: index..index + count,
                span: line.span.start..last.next,
                title,
                level: level + 1,
            });
            index += count;
        } else {
            index += 1;
        }
    }
    headings
}

/// The heading that begins in a line: how many lines it has, its adornment's character, and its title's span.
fn rst_heading(lines: &[Line<'_>], index: usize) -> Option<(usize, char, Range<usize>)> {
    let [first, second] = [index, index + 1].map(|at| lines.get(at));
    let (first, second) = (first?, second?);
    let span = |line: &Line<'_>| title_of(line);
    if let Some((character, _)) = adornment(first)
        && let Some((under, _)) = lines.get(index + 2).and_then(adornment)
        && under == character
        && !second.is_blank()
        && adornment(second).is_none()
    {
        return Some((3, character, span(second)));
    }
    let (character, length) = adornment(second)?;
    let title = first.text.trim_end();
    let above_is_blank = index
        .checked_sub(1)
        .and_then(|above| lines.get(above))
        .is_none_or(|above| {
            above.is_blank() || above.kind == Kind::Hidden || adornment(above).is_some()
        });
    let fits = length >= title.chars().count() || length >= 4;
    let is_title = first.kind == Kind::Prose && !title.is_empty() && first.indent() == 0;
    (is_title && above_is_blank && fits && adornment(first).is_none())
        .then(|| (2, character, span(first)))
}

/// The level of a bold line: below that of every heading.
const BOLD: usize = 7;

/// Finds the lines that stand alone and are bold from end to end.
pub(super) fn bold(lines: &[Line<'_>]) -> Vec<Heading> {
    let is_blank = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_none_or(|line| line.is_blank())
    };
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim_end();
        let inner = text
            .strip_prefix("**")
            .and_then(|text| text.strip_suffix("**"));
        let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains("**")) else {
            continue;
        };
        let alone = is_blank(index.checked_sub(1)) && is_blank(Some(index + 1));
        if line.kind == Kind::Prose && alone {
            let start = line.span.start + 2;
            found.push(Heading {
                lines: index..index + 1,
                span: line.span.start..line.next,
                title: start..start + inner.len(),
                level: BOLD,
            });
        }
    }
    found
}

fn title_of(line: &Line<'_>) -> Range<usize> {
    let start = line.span.start + line.indent();
    start..start + line.text.trim().len()
}

/// The character and length of a line that is all one punctuation character.
pub(super) fn adornment(line: &Line<'_>) -> Option<(char, usize)> {
    let text = line.text.trim_end();
    let first = text.chars().next().filter(char::is_ascii_punctuation)?;
    (text.len() >= 2 && text.chars().all(|other| other == first)).then_some((first, text.len()))
}
