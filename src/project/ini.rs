//! An INI file as Python's `configparser` reads it, with the spans of its values.
//!
//! Not a writer, and no interpolation: `%(name)s` stays as it is written.
use super::ProjectError;
use crate::source::SourceFile;
use std::ops::Range;

/// A value of an INI file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The section's name.
    pub section: String,
    /// The key, in lower case.
    pub key: String,
    /// The value: its lines without their white space.
    pub value: String,
    /// The span from the value's first character to its last.
    pub span: Range<usize>,
}

impl Entry {
    /// Reads `key = value` or `key: value`; `line` is a line without white space around it, and `span` its span.
    fn new(section: &str, line: &str, span: Range<usize>) -> Option<Self> {
        let (key, behind) = line.split_at(line.find(['=', ':'])?);
        let value = behind.get(1..)?.trim_start();
        Some(Self {
            section: section.to_owned(),
            key: key.trim().to_lowercase(),
            value: value.to_owned(),
            span: span.end - value.len()..span.end,
        })
    }

    /// Adds an indented line to the value, with the empty lines before it.
    fn go_on(&mut self, line: &str, span: Range<usize>, empty: usize) {
        if self.value.is_empty() {
            self.span.start = span.start;
        } else {
            self.value.push_str(&"\n".repeat(1 + empty));
        }
        self.value.push_str(line);
        self.span.end = span.end;
    }
}

/// A parsed INI file.
#[derive(Debug)]
pub struct Ini {
    /// The file.
    pub file: SourceFile,
    entries: Vec<Entry>,
    sections: Vec<String>,
}

impl Ini {
    /// Parses a file.
    pub fn parse(file: SourceFile) -> Result<Self, ProjectError> {
        let text = file
            .text()
            .map_err(|error| ProjectError::syntax(&file, 0..0, error))?;
        let refuse = |span, reason: &str| ProjectError::syntax(&file, span, reason);
        let mut entries: Vec<Entry> = Vec::new();
        let mut sections: Vec<String> = Vec::new();
        let mut at = 0;
        let mut goes_on = false;
        let mut empty = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let body = line.trim_start_matches('\u{feff}');
            let start = start + line.len() - body.len();
            let trimmed = body.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                empty += usize::from(trimmed.is_empty());
                continue;
            }
            let empty = std::mem::take(&mut empty);
            let indent = body.len() - body.trim_start().len();
            let span = start + indent..start + indent + trimmed.len();
            if indent > 0 && goes_on {
                if let Some(entry) = entries.last_mut() {
                    entry.go_on(trimmed, span, empty);
                }
                continue;
            }
            if let Some(inside) = trimmed.strip_prefix('[') {
                let Some((name, _)) = inside.rsplit_once(']') else {
                    return Err(refuse(span, "the section's name has no `]`"));
                };
                sections.push(name.to_owned());
                goes_on = false;
                continue;
            }
            let Some(section) = sections.last() else {
                return Err(refuse(span, "this line stands before any `[section]`"));
            };
            let Some(entry) = Entry::new(section, trimmed, span.clone()) else {
                return Err(refuse(span, "this line is no `key = value`"));
            };
            entries.push(entry);
            goes_on = true;
        }
        Ok(Self {
            file,
            entries,
            sections,
        })
    }

    /// Returns the last value of a key in a section.
    pub fn get(&self, section: &str, key: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .rfind(|entry| entry.section == section && entry.key == key)
    }

    /// The values of a section, in order.
    pub fn entries<'i>(&'i self, section: &'i str) -> impl Iterator<Item = &'i Entry> {
        let is_in = move |entry: &&Entry| entry.section == section;
        self.entries.iter().filter(is_in)
    }

    /// The names of the sections, in order.
    pub fn sections(&self) -> &[String] {
        &self.sections
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_exact_spans() {
        let source = "\u{feff}# c\r\n[metadata]\r\nName: é\r\nversion =  1.2.3  \r\nfiles =\r\n  a\r\n  # no\r\n\r\n  b\r\n\r\n[x]\r\ny=1";
        let ini = Ini::parse(SourceFile::new("setup.cfg".into(), source.as_bytes())).unwrap();
        for (section, key, value, written) in [
            ("metadata", "name", "é", "é"),
            ("metadata", "version", "1.2.3", "1.2.3"),
            ("metadata", "files", "a\n\nb", "a\r\n  # no\r\n\r\n  b"),
            ("x", "y", "1", "1"),
        ] {
            let entry = ini.get(section, key).unwrap();
            assert_eq!(entry.value, value);
            assert_eq!(&source[entry.span.clone()], written);
        }
        assert_eq!(ini.sections(), ["metadata", "x"]);
    }

    #[test]
    fn a_broken_file_is_told_with_its_place() {
        for (source, expected) in [
            (
                "a = 1",
                "`setup.cfg`, line 1, column 1: this line stands before any `[section]`",
            ),
            (
                "[a]\nb",
                "`setup.cfg`, line 2, column 1: this line is no `key = value`",
            ),
            (
                "[a",
                "`setup.cfg`, line 1, column 1: the section's name has no `]`",
            ),
        ] {
            let error =
                Ini::parse(SourceFile::new("setup.cfg".into(), source.as_bytes())).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
