//! The lines of a changelog with what each one is: prose, code, or something that a reader never sees.
//!
//! Not which of them are headings: that is `heading`'s.
use super::{Format, Link};
use std::ops::Range;

/// What a line is for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, a heading, or blank.
    Prose,
    /// Inside fenced code, the fences included.
    Code,
    /// A comment, front matter, a link target: nothing that is shown.
    Hidden,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line<'t> {
    /// Its bytes without the line end.
    pub(super) span: Range<usize>,
    /// Where the next line begins.
    pub(super) next: usize,
    /// Its text; a replacement character where it is not UTF-8, so that it is never taken for a heading.
    pub(super) text: &'t str,
    /// What it is.
    pub(super) kind: Kind,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How many blanks it begins with.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }
}

/// Splits a text into lines and says what each one is.
pub(super) fn read(bytes: &[u8], format: Format) -> Vec<Line<'_>> {
    let mut lines = split(bytes);
    match format {
        Format::Markdown => mark_markdown(&mut lines),
        Format::Rst => mark_rst(&mut lines),
    }
    lines
}

fn split(bytes: &[u8]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().position(|byte| *byte == b'\n');
        let next = start + length.map_or(rest.len(), |length| length + 1);
        let line = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        lines.push(Line {
            span: start..start + line.len(),
            next,
            text: std::str::from_utf8(line).unwrap_or("\u{fffd}"),
            kind: Kind::Prose,
        });
        start = next;
    }
    lines
}

/// The fence that a line opens: its character and length.
fn fence(text: &str) -> Option<(u8, usize)> {
    let trimmed = text.trim_start();
    let first = *trimmed.as_bytes().first()?;
    let length = trimmed.bytes().take_while(|byte| *byte == first).count();
    let opens = matches!(first, b'`' | b'~') && length >= 3;
    // A back-tick in the rest makes it a code span.
    let rest = trimmed.get(length..).unwrap_or_default();
    (opens && !(first == b'`' && rest.contains('`'))).then_some((first, length))
}

fn mark_markdown(lines: &mut [Line<'_>]) {
    let mut at = mark_front_matter(lines);
    let mut open: Option<(u8, usize)> = None;
    let mut comment = false;
    while let Some(line) = lines.get_mut(at) {
        at += 1;
        if let Some((character, length)) = open {
            line.kind = Kind::Code;
            let closes = fence(line.text).is_some_and(|(other, count)| {
                let only = line.text.trim().bytes().all(|byte| byte == character);
                other == character && count >= length && only
            });
            if closes {
                open = None;
            }
        } else if comment {
            line.kind = Kind::Hidden;
            comment = !line.text.contains("-->");
        } else if let Some(found) = fence(line.text) {
            line.kind = Kind::Code;
            open = Some(found);
        } else if let Some(start) = line.text.rfind("<!--") {
            let rest = line.text.get(start..).unwrap_or_default();
            comment = !rest.contains("-->");
            if line.text.trim_start().starts_with("<!--")
                && (comment || rest.trim_end().ends_with("-->"))
            {
                line.kind = Kind::Hidden;
            }
        }
    }
}

/// Hides YAML or TOML front matter and returns the first line after it.
fn mark_front_matter(lines: &mut [Line<'_>]) -> usize {
    let mark = match lines.first().map(|line| line.text.trim_end()) {
        Some(mark @ ("---" | "+++")) => mark,
        _ => return 0,
    };
    let end = lines.iter().skip(1).position(|line| {
        line.text.trim_end() == mark || (mark == "---" && line.text.trim_end() == "...")
    });
    let Some(end) = end else { return 0 };
    for line in lines.iter_mut().take(end + 2) {
        line.kind = Kind::Hidden;
    }
    end + 2
}

fn mark_rst(lines: &mut [Line<'_>]) {
    let mut hidden = false;
    for line in lines {
        if line.text.starts_with("..") && line.indent() == 0 {
            let rest = line.text.get(2..).unwrap_or_default();
            let comment = rest.trim().is_empty() || (rest.starts_with(' ') && !rest.contains("::"));
            hidden = comment;
            if comment {
                line.kind = Kind::Hidden;
            }
        } else if hidden && line.indent() > 0 {
            line.kind = Kind::Hidden;
        } else if !line.is_blank() {
            hidden = false;
        }
    }
}

/// Hides the marks of unresolved merges, so that `=======` makes no heading; returns the spans of first and last mark.
pub(super) fn conflicts(lines: &mut [Line<'_>]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    loop {
        let starts = |mark: &'static str| {
            move |line: &Line<'_>| {
                line.kind != Kind::Code
                    && line
                        .text
                        .strip_prefix(mark)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            }
        };
        let rest = lines.get(from..).unwrap_or_default();
        let Some(first) = rest.iter().position(starts("<<<<<<<")).map(|at| at + from) else {
            return found;
        };
        let after = lines.get(first..).unwrap_or_default();
        let Some(last) = after
            .iter()
            .position(starts(">>>>>>>"))
            .map(|at| at + first)
        else {
            return found;
        };
        let mut spans = Vec::new();
        for (index, line) in lines.iter_mut().enumerate().take(last + 1).skip(first) {
            if index == first
                || index == last
                || line.text == "======="
                || line.text.starts_with("||||||| ")
            {
                line.kind = Kind::Hidden;
                spans.push(line.span.clone());
            }
        }
        if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
            found.push((first.clone(), last.clone()));
        }
        from = last + 1;
    }
}

/// Reads the link reference definitions of Markdown, and hides their lines.
pub(super) fn links(lines: &mut [Line<'_>]) -> Vec<Link> {
    let mut links = Vec::new();
    for line in lines.iter_mut().filter(|line| line.kind == Kind::Prose) {
        if let Some(link) = link(line) {
            line.kind = Kind::Hidden;
            links.push(link);
        }
    }
    links
}

fn link(line: &Line<'_>) -> Option<Link> {
    let indent = line.indent();
    let rest = line.text.get(indent..).filter(|_| indent <= 3)?;
    let rest = rest
        .strip_prefix('[')
        .filter(|rest| !rest.starts_with('^'))?;
    let (label, after) = rest.split_once("]:")?;
    let trimmed = after.trim_start();
    let url = trimmed.split_whitespace().next()?;
    let start = line.span.start + line.text.len() - trimmed.len();
    Some(Link {
        label: label.to_owned(),
        line: line.span.start..line.next,
        url: start..start + url.len(),
    })
}
