//! From bytes to sections: learns at which depth the versions are, and cuts there.
//!
//! Not what a title means: that is `title`'s.
use super::heading::{self, Heading};
use super::lines::{self, Line};
use super::title::{self, DateLine, Title};
use super::{Changelog, Dated, Entry, Format, Kind, Section};
use crate::source::SourceFile;
use std::collections::BTreeMap;
use std::ops::Range;

/// Below a heading, a date is looked for in this many lines that are not blank.
const DATE_LINES: usize = 2;

pub(super) fn read(file: SourceFile) -> Changelog {
    let bytes = file.bytes.clone();
    let format = format_of(&file);
    let mut lines = lines::read(&bytes, format);
    let conflicts = lines::conflicts(&mut lines);
    let links = match format {
        Format::Markdown => lines::links(&mut lines),
        Format::Rst => Vec::new(),
    };
    let titled = |heading: Heading| {
        let text = bytes.get(heading.title.clone()).unwrap_or_default();
        let title = title::read(std::str::from_utf8(text).unwrap_or_default());
        (heading, title)
    };
    let mut headings: Vec<(Heading, Title)> = heading::read(&lines, format)
        .into_iter()
        .map(titled)
        .collect();
    // Some write `**1.2.0 (2026-01-02)**` where a heading should be.
    if headings
        .iter()
        .all(|(_, title)| matches!(title.kind, Kind::Other))
    {
        headings.extend(heading::bold(&lines).into_iter().map(titled));
        headings.sort_by_key(|(heading, _)| heading.span.start);
    }
    let document = Document {
        lines: &lines,
        headings: &headings,
    };
    let sections = document.sections();
    let inner = headings
        .iter()
        .map(|(heading, _)| (heading.span.clone(), heading.title.clone()))
        .collect();
    let is_pointer = sections.is_empty() && headings.len() <= 1 && points_elsewhere(&lines);
    Changelog {
        file,
        format,
        sections,
        inner,
        links,
        conflicts,
        is_pointer,
    }
}

/// The markup by the file's name, else by its headings.
fn format_of(file: &SourceFile) -> Format {
    let name = String::from_utf8_lossy(file.path.file_name()).to_ascii_lowercase();
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md" | "markdown" | "mdx") => return Format::Markdown,
        Some("rst" | "rest") => return Format::Rst,
        _ => {}
    }
    let versions = |format| {
        let lines = lines::read(&file.bytes, format);
        let of = |heading: &Heading| {
            let text = file.bytes.get(heading.title.clone()).unwrap_or_default();
            title::read(std::str::from_utf8(text).unwrap_or_default()).strict
        };
        heading::read(&lines, format)
            .iter()
            .filter(|heading| of(heading))
            .count()
    };
    if versions(Format::Markdown) > versions(Format::Rst) {
        Format::Markdown
    } else {
        Format::Rst
    }
}

/// Whether a short text leads elsewhere: it has an address or a link and no list.
fn points_elsewhere(lines: &[Line<'_>]) -> bool {
    let said: Vec<&str> = lines
        .iter()
        .map(|line| line.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let leads = |text: &&str| {
        [
            "://",
            "](",
            ".. include::",
            "{include}",
            "--8<--",
            "include-markdown",
            "`_",
        ]
        .iter()
        .any(|mark| text.contains(mark))
    };
    let is_item = |text: &&str| ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark));
    // A list may be one of the places where the changelog is now.
    let lists_places = || {
        let introduces = |text: &&str| text.ends_with("see:") || text.eq_ignore_ascii_case("moved");
        said.iter().any(introduces)
    };
    said.len() <= 20 && said.iter().any(leads) && (!said.iter().any(is_item) || lists_places())
}

struct Document<'d, 't> {
    lines: &'d [Line<'t>],
    headings: &'d [(Heading, Title)],
}

impl Document<'_, '_> {
    fn sections(&self) -> Vec<Section> {
        let Some(level) = self.version_level() else {
            return Vec::new();
        };
        let named = self.names_are_foreign(level);
        let first_version = self
            .headings
            .iter()
            .position(|(heading, title)| heading.level == level && title.strict);
        // `### 1.2.0 (2026-01-02) Changes` below `## 1.2.0 (2026-01-02)` is a part of it.
        let repeats = |index: usize, title: &Title| {
            let above = self.headings.get(..index).unwrap_or_default();
            let parent = above.iter().rfind(|(other, _)| other.level <= level);
            parent.is_some_and(|(_, parent)| parent.kind == title.kind)
        };
        let is_section = |index: usize, heading: &Heading, title: &Title| {
            let is_version = matches!(title.kind, Kind::Version { .. });
            let alone = title.strict && title.name.is_none();
            match heading.level.cmp(&level) {
                std::cmp::Ordering::Equal => true,
                _ if title.kind == Kind::Unreleased { planned: None } => {
                    title.strict && first_version.is_none_or(|first| index < first)
                }
                std::cmp::Ordering::Less => is_version && alone,
                // Some generators put patch releases one level below the others.
                std::cmp::Ordering::Greater => {
                    is_version && alone && title.date.is_some() && !repeats(index, title)
                }
            }
        };
        let mut sections = Vec::new();
        for (index, (heading, title)) in self.headings.iter().enumerate() {
            if !is_section(index, heading, title) {
                continue;
            }
            let ends = |(at, (other, title)): &(usize, &(Heading, Title))| {
                other.level <= level.min(heading.level) || is_section(*at, other, title)
            };
            let end = self.headings.iter().enumerate().skip(index + 1).find(ends);
            let end = end.map_or(self.lines.len(), |(_, (next, _))| next.lines.start);
            let mut title = title.clone();
            if named && title.name.is_some() && title.date.is_none() {
                title.kind = Kind::Other;
            }
            sections.push(self.section(heading, title, end));
        }
        sections
    }

    /// The depth at which most titles are versions; where there is none, that of the first unreleased title.
    fn version_level(&self) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut names: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (heading, title) in self.headings {
            if title.strict && title.kind != (Kind::Unreleased { planned: None }) {
                match title.name.as_deref().filter(|_| title.date.is_none()) {
                    None => *counts.entry(heading.level).or_default() += 1,
                    Some(name) => names.entry(heading.level).or_default().push(name),
                }
            }
        }
        // The project's name is always the same; *Features - 1.2* and *Fixes - 1.2* are parts of a release.
        for (level, names) in names {
            if names.windows(2).all(|pair| pair.first() == pair.last()) {
                *counts.entry(level).or_default() += names.len();
            }
        }
        let most = counts
            .iter()
            .max_by_key(|(level, count)| (**count, std::cmp::Reverse(**level)));
        most.map(|(level, _)| *level).or_else(|| {
            let is_open =
                |(_, title): &&(Heading, Title)| matches!(title.kind, Kind::Unreleased { .. });
            self.headings
                .iter()
                .find(is_open)
                .map(|(heading, _)| heading.level)
        })
    }

    /// Whether a word before a version is somebody else's name, as in *Python 3.8*: most versions here have none.
    fn names_are_foreign(&self, level: usize) -> bool {
        let strict = self
            .headings
            .iter()
            .filter(|(heading, title)| heading.level == level && title.strict);
        let (named, bare): (Vec<_>, Vec<_>) = strict.partition(|(_, title)| title.name.is_some());
        bare.len() > 2 * named.len()
    }

    fn section(&self, heading: &Heading, title: Title, end: usize) -> Section {
        let offset = heading.title.start;
        let shift = |span: Range<usize>| span.start + offset..span.end + offset;
        let mut section = Section {
            heading: heading.span.clone(),
            title: heading.title.clone(),
            version: title.version.map(shift),
            kind: title.kind,
            date: title.date.map(|dated| Dated {
                span: shift(dated.span.clone()),
                ..dated
            }),
            date_line: None,
            yanked: title.yanked,
            body: heading.span.end..heading.span.end,
            entries: Vec::new(),
        };
        let body = heading.lines.end..self.last_shown(heading.lines.end..end);
        if let Some(last) = self.lines.get(body.clone()).and_then(<[_]>::last) {
            section.body.end = last.next;
        }
        self.date_below(&mut section, body.clone());
        section.entries = self.entries(body, section.date_line.as_ref());
        section
    }

    /// The end of the lines without those at the end that say nothing.
    fn last_shown(&self, range: Range<usize>) -> usize {
        let says_nothing = |line: &Line<'_>| {
            let text = line.text.trim();
            let rule = text.len() >= 3
                && text.bytes().all(|b| text.as_bytes().first() == Some(&b))
                && !text.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '~');
            line.is_blank()
                || line.kind == lines::Kind::Hidden
                || (rule && line.kind == lines::Kind::Prose)
        };
        let shown = self.lines.get(range.clone()).unwrap_or_default();
        let is_heading = |at: usize| {
            self.headings
                .iter()
                .any(|(heading, _)| heading.lines.contains(&at))
        };
        let last = shown.iter().enumerate().rposition(|(index, line)| {
            !says_nothing(line) || (!line.is_blank() && is_heading(range.start + index))
        });
        last.map_or(range.start, |last| range.start + last + 1)
    }

    fn date_below(&self, section: &mut Section, body: Range<usize>) {
        let lines = self.lines.get(body).unwrap_or_default();
        let shown = lines
            .iter()
            .filter(|line| !line.is_blank() && line.kind == lines::Kind::Prose);
        for line in shown.take(DATE_LINES) {
            match title::date_line(line.text) {
                Some(DateLine::Date(dated)) if section.date.is_none() => {
                    let span = dated.span.start + line.span.start..dated.span.end + line.span.start;
                    section.date = Some(Dated { span, ..dated });
                }
                Some(DateLine::Unreleased) => {
                    if let Kind::Version { version, .. } = &section.kind {
                        section.kind = Kind::Unreleased {
                            planned: Some(version.clone()),
                        };
                    }
                }
                _ => continue,
            }
            section.date_line = Some(line.span.start..line.next);
            return;
        }
    }

    fn entries(&self, body: Range<usize>, date_line: Option<&Range<usize>>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut open = false;
        let mut blank = true;
        let headings: Vec<&Range<usize>> = self
            .headings
            .iter()
            .map(|(heading, _)| &heading.lines)
            .filter(|lines| lines.end > body.start && lines.start < body.end)
            .collect();
        for at in body {
            let Some(line) = self.lines.get(at) else {
                break;
            };
            let apart = headings.iter().any(|lines| lines.contains(&at))
                || date_line.is_some_and(|date| date.contains(&line.span.start))
                || line.kind == lines::Kind::Hidden
                || is_caption(line);
            if line.is_blank() {
                blank = true;
                continue;
            }
            if apart {
                open = false;
            } else {
                let starts = !open
                    || (is_item(line.text) && line.indent() <= 1)
                    || (blank && line.indent() == 0);
                match entries
                    .last_mut()
                    .filter(|_| !starts || line.kind == lines::Kind::Code)
                {
                    Some(entry) => entry.span.end = line.span.end,
                    None => entries.push(Entry {
                        span: line.span.start + line.indent()..line.span.end,
                    }),
                }
                open = true;
            }
            blank = false;
        }
        entries
    }
}

fn is_item(text: &str) -> bool {
    let text = text.trim_start();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", "• "]
        .iter()
        .any(|mark| text.starts_with(mark))
        || (number.len() < text.len() && (number.starts_with(". ") || number.starts_with(") ")))
}

/// Whether a line is a heading in all but markup: bold and nothing else, or the field of a directive.
fn is_caption(line: &Line<'_>) -> bool {
    let text = line.text.trim().trim_end_matches(':');
    let bold = ["**", "__"].iter().any(|mark| {
        let inner = text
            .strip_prefix(mark)
            .and_then(|text| text.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.trim_matches(':').is_empty() && !inner.contains(mark))
    });
    let field =
        line.text.starts_with(':') && line.text.get(1..).is_some_and(|rest| rest.contains(": "));
    bold || field
}
