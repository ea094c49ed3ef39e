//! Unreleased becomes a version: its content stays where it is and gets a heading in the file's own style.
//!
//! Not where the file is written: it returns edits.
use super::compare::compare;
use super::{Changelog, DateForm, Kind, Section, heading, lines};
use crate::edit::Edit;
use crate::source::RepoPath;
use crate::version::Version;
use jiff::civil::Date;
use std::ops::Range;

/// What a release writes into its changelog.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'w> {
    pub(super) version: &'w Version,
    pub(super) date: Date,
    pub(super) previous_tag: Option<&'w str>,
    pub(super) new_tag: &'w str,
}

/// Why a changelog cannot be rolled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RollError {
    /// There is no section of what is unreleased.
    #[error("`{path}` has no `Unreleased` section that could become `{version}`")]
    NoUnreleased {
        /// The changelog.
        path: RepoPath,
        /// The version.
        version: String,
    },
    /// No heading is a version or `Unreleased`.
    #[error("no heading of `{path}` is a version or `Unreleased`")]
    NoSections {
        /// The changelog.
        path: RepoPath,
    },
}

impl Changelog {
    /// Returns the splices that make the section of what is unreleased the dated section of a version. A heading
    /// `Unreleased` stays on top, empty; a heading that names the planned version gets the date instead. Compare links
    /// are brought up to date where there are some. Nothing is to be done when the version has its section.
    pub fn roll(
        &self,
        version: &Version,
        date: Date,
        previous_tag: Option<&str>,
        new_tag: &str,
    ) -> Result<Vec<Edit>, RollError> {
        let path = || self.file.path.clone();
        if self.sections.is_empty() {
            return Err(RollError::NoSections { path: path() });
        }
        if self.released().any(|(_, other)| other == version) {
            return Ok(Vec::new());
        }
        let is_planned =
            |section: &&Section| section.is_unreleased() && section.about() == Some(version);
        let Some(section) = self
            .sections
            .iter()
            .find(is_planned)
            .or_else(|| self.unreleased())
        else {
            return Err(RollError::NoUnreleased {
                path: path(),
                version: version.to_string(),
            });
        };
        let written = Written {
            version,
            date,
            previous_tag,
            new_tag,
        };
        let mut edits = match section.kind {
            Kind::Unreleased { planned: Some(_) } => self.date_planned(section, written),
            _ => vec![self.insert_below(section, written)],
        };
        edits.extend(self.roll_links(section, written));
        Ok(edits)
    }

    pub(super) fn splice(&self, span: Range<usize>, replacement: impl Into<Vec<u8>>) -> Edit {
        Edit {
            path: self.file.path.clone(),
            span,
            replacement: replacement.into(),
        }
    }

    /// The released section whose style is followed: the newest one with a date, where most have one.
    pub(super) fn model(&self) -> Option<&Section> {
        let usable = || {
            self.released()
                .map(|(section, _)| section)
                .filter(|section| !section.yanked)
        };
        let dated = usable().filter(|section| section.date.is_some()).count();
        let dated =
            usable().find(|section| dated * 2 >= usable().count() && section.date.is_some());
        dated.or_else(|| usable().next())
    }

    pub(super) fn line_end(&self, span: &Range<usize>) -> &'static str {
        let bytes = self.file.bytes.get(span.clone()).unwrap_or_default();
        let first = bytes.iter().position(|byte| *byte == b'\n');
        let whole = || self.file.bytes.windows(2).any(|pair| pair == b"\r\n");
        match first {
            Some(at) if at > 0 && bytes.get(at - 1) == Some(&b'\r') => "\r\n",
            Some(_) => "\n",
            None if whole() => "\r\n",
            None => "\n",
        }
    }

    /// Puts the new heading below that of the unreleased section, so that the content comes under it.
    fn insert_below(&self, section: &Section, written: Written<'_>) -> Edit {
        let end = self.line_end(&section.heading);
        let heading = self.new_heading(section, written, end);
        let closed = self.text(&section.heading).ends_with('\n');
        let at = section.heading.end;
        let start = if closed {
            String::new()
        } else {
            end.to_owned()
        };
        let mut text = format!("{start}{end}{heading}");
        if section.entries.is_empty()
            && self
                .text(&(at..self.file.bytes.len()))
                .starts_with(|c: char| !c.is_whitespace())
        {
            text.push_str(end);
        }
        self.splice(at..at, text)
    }

    /// A heading that names the planned version: gets the new version where it differs, and the date.
    fn date_planned(&self, section: &Section, written: Written<'_>) -> Vec<Edit> {
        let end = self.line_end(&section.heading);
        let below = self
            .model()
            .and_then(|model| Some((model, model.date_line.clone()?)));
        if let Some(line) = &section.date_line {
            let own = self.text(line);
            let blanks = own.len() - own.trim_start().len();
            let indent = own.get(..blanks).unwrap_or_default();
            let dated = match below {
                Some((model, model_line)) => self.dated_line(model, &model_line, written),
                None => format!("{indent}Released {}", written.date),
            };
            let mut edits = vec![self.splice(line.clone(), format!("{}{end}", dated.trim_end()))];
            if let Some(span) = section
                .version
                .clone()
                .filter(|_| section.about() != Some(written.version))
            {
                edits.push(self.splice(span, written.version.to_string()));
            }
            return edits;
        }
        let mut heading = self.new_heading(section, written, end);
        if !self.text(&section.heading).ends_with('\n') {
            heading.truncate(heading.trim_end().len());
        }
        vec![self.splice(section.heading.clone(), heading)]
    }

    /// The heading of the new version, with the line that dates it where the file has such a line.
    fn new_heading(&self, section: &Section, written: Written<'_>, end: &str) -> String {
        let Some(model) = self.model() else {
            return self.first_heading(section, written, end);
        };
        let text = self.text(&model.heading);
        let mut title = self.text(&model.title).to_owned();
        let (from, to) = (
            model.title.start - model.heading.start,
            model.title.end - model.heading.start,
        );
        // The attributes behind the title may name the version too.
        let line_end = text
            .get(to..)
            .and_then(|rest| rest.find(['\r', '\n']))
            .map_or(text.len(), |at| to + at);
        let tail = text.get(to..line_end).unwrap_or_default();
        let old = model
            .version
            .as_ref()
            .map(|span| self.text(span))
            .unwrap_or_default();
        if let Some(dated) = model
            .date
            .as_ref()
            .filter(|dated| dated.span.end <= model.title.end)
        {
            let span = dated.span.start - model.title.start..dated.span.end - model.title.start;
            title.replace_range(span, &dated.form.write(written.date));
        }
        let title = with_compare(&title, old, written);
        let tail = replaced(tail, old, &written.version.to_string());
        let width = title.chars().count();
        let was = self.text(&model.title).chars().count();
        let before = text.get(..from).unwrap_or_default();
        let (over, lead) = before.split_at(before.rfind('\n').map_or(0, |at| at + 1));
        let under = text.get(line_end..).unwrap_or_default();
        let [over, under] = [over, under].map(|lines| {
            let rules = lines.lines().filter(|line| is_rule(line));
            rules
                .map(|line| format!("{}{end}", resized(line, was, width)))
                .collect::<String>()
        });
        let below = if section.date_line.is_none() {
            self.date_below(model, written, end)
        } else {
            String::new()
        };
        format!("{over}{lead}{title}{tail}{end}{under}{below}")
    }

    /// The line below the heading that dates it, as far below as the model's; empty where the model has none.
    fn date_below(&self, model: &Section, written: Written<'_>, end: &str) -> String {
        let Some(line) = &model.date_line else {
            return String::new();
        };
        let gap = self
            .text(&(model.heading.end..line.start))
            .matches('\n')
            .count();
        format!(
            "{}{}{end}",
            end.repeat(gap),
            self.dated_line(model, line, written).trim_end()
        )
    }

    /// A date line like the model's.
    fn dated_line(&self, model: &Section, line: &Range<usize>, written: Written<'_>) -> String {
        let mut text = self.text(line).to_owned();
        if let Some(dated) = model
            .date
            .as_ref()
            .filter(|dated| line.contains(&dated.span.start))
        {
            text.replace_range(
                dated.span.start - line.start..dated.span.end - line.start,
                &dated.form.write(written.date),
            );
        }
        text
    }

    /// The heading of the first version that the file ever has: like that of the unreleased section.
    fn first_heading(&self, section: &Section, written: Written<'_>, end: &str) -> String {
        let heading = self.text(&section.heading);
        let title = self.text(&section.title);
        let date = DateForm::YearFirst('-').write(written.date);
        let new = if title.starts_with('[') {
            format!("[{}] - {date}", written.version)
        } else {
            format!("{} ({date})", written.version)
        };
        let (was, width) = (title.chars().count(), new.chars().count());
        let lines: Vec<String> = heading
            .lines()
            .map(|line| match line {
                line if line.contains(title) => line.replacen(title, &new, 1),
                line => resized(line, was, width),
            })
            .collect();
        lines
            .into_iter()
            .map(|line| format!("{line}{end}"))
            .collect()
    }
}

/// A title with the new version for the old one; a compare link in it gets the tags.
fn with_compare(title: &str, old: &str, written: Written<'_>) -> String {
    let new = written.version.to_string();
    let link = title
        .split_once("](")
        .and_then(|(head, rest)| Some((head, rest.split_once(')')?)));
    let Some((head, (url, tail))) = link else {
        return replaced(title, old, &new);
    };
    let url = match compare(url) {
        Some(parts) => parts.between(written.previous_tag.unwrap_or(parts.to), written.new_tag),
        None => replaced(url, old, &new),
    };
    format!("{}]({url}){tail}", replaced(head, old, &new))
}

/// The text with every `old` that is not part of a longer number replaced.
fn replaced(text: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old).filter(|_| !old.is_empty()) {
        let (before, found) = rest.split_at(at);
        let after = found.get(old.len()..).unwrap_or_default();
        let inside = before.ends_with(|c: char| c.is_ascii_digit())
            || after.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(before);
        out.push_str(if inside { old } else { new });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a line is an over- or underline.
fn is_rule(line: &str) -> bool {
    let line = lines::Line {
        span: 0..0,
        next: 0,
        text: line,
        kind: lines::Kind::Prose,
    };
    heading::adornment(&line).is_some()
}

/// An over- or underline for a title of `width`: as much longer than the title as it was for one of width `was`.
fn resized(line: &str, was: usize, width: usize) -> String {
    let text = line.trim_end();
    let Some(sign) = text.chars().next().filter(|_| is_rule(text)) else {
        return line.to_owned();
    };
    // A line much longer than its title has a length of its own.
    let extra = text.len().saturating_sub(was);
    let length = if extra <= 2 {
        width + extra
    } else {
        text.len().max(width)
    };
    sign.to_string().repeat(length)
}
