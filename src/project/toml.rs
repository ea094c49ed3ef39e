//! A TOML file with the spans of its strings.
//!
//! Never written back: whoever changes a value splices the span of its text.
use super::ProjectError;
use crate::source::SourceFile;
use std::ops::Range;
use toml_edit::{Document, Item, Value};

/// A parsed TOML file.
#[derive(Debug)]
pub struct Toml {
    /// The file.
    pub file: SourceFile,
    document: Document<String>,
    /// The length of the byte order mark.
    offset: usize,
}

/// A string of a file: its value and the span between its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its value.
    pub value: String,
    /// The span between its quotes.
    pub span: Range<usize>,
}

impl Toml {
    /// Parses a file.
    pub fn parse(file: SourceFile) -> Result<Self, ProjectError> {
        let text = file
            .text()
            .map_err(|error| ProjectError::syntax(&file, 0..0, error))?;
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let offset = text.len() - body.len();
        match Document::parse(body.to_owned()) {
            Ok(document) => Ok(Self {
                document,
                offset,
                file,
            }),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                let span = span.start + offset..span.end + offset;
                let reason = error.message().lines().collect::<Vec<_>>().join(", ");
                Err(ProjectError::syntax(&file, span, reason))
            }
        }
    }

    /// Returns the item that a path of keys leads to.
    pub fn get(&self, keys: &[&str]) -> Option<&Item> {
        let mut item = self.document.as_item();
        for key in keys {
            item = item.as_table_like()?.get(key)?;
        }
        (!item.is_none()).then_some(item)
    }

    /// Whether there is anything at a path of keys.
    pub fn has(&self, keys: &[&str]) -> bool {
        self.get(keys).is_some()
    }

    /// Returns the string at a path of keys.
    pub fn text(&self, keys: &[&str]) -> Option<Text> {
        self.text_of(self.get(keys)?.as_value()?)
    }

    /// Returns the value of the string at a path of keys.
    pub fn str(&self, keys: &[&str]) -> Option<&str> {
        self.get(keys)?.as_str()
    }

    /// Returns the strings of the array, or the one string, at a path of keys.
    pub fn texts(&self, keys: &[&str]) -> Vec<Text> {
        match self.get(keys).and_then(Item::as_value) {
            Some(Value::Array(array)) => array
                .iter()
                .filter_map(|value| self.text_of(value))
                .collect(),
            Some(value) => self.text_of(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Returns a string with the span between its quotes.
    fn text_of(&self, value: &Value) -> Option<Text> {
        let text = value.as_str()?;
        let span = value.span()?;
        let written = self.document.raw().get(span.clone())?;
        let width = if written.starts_with("\"\"\"") || written.starts_with("'''") {
            3
        } else {
            1
        };
        let inner = written.get(width..written.len().checked_sub(width)?)?;
        // A line end behind three opening quotes is not part of the value.
        let skipped = inner.len() - inner.trim_start_matches(['\r', '\n']).len();
        let skipped = if width == 3 && !text.starts_with(['\r', '\n']) {
            skipped
        } else {
            0
        };
        let start = self.offset + span.start + width;
        Some(Text {
            value: text.to_owned(),
            span: start + skipped..start + inner.len(),
        })
    }

    /// The span of an item in the file.
    pub fn span(&self, item: &Item) -> Range<usize> {
        self.in_file(item.span().unwrap_or_default())
    }

    /// A span of the parsed text in the file, where a byte order mark may stand before it.
    pub fn in_file(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_what_stands_between_the_quotes() {
        for source in [
            "[project]\nversion = \"1.2.3\"\n",
            "[project]\r\nversion = '1.2.3'\r\n",
            "\u{feff}[project]\r\nversion = '1.2.3'\r\n",
            "[project]\nversion = '''1.2.3'''\n",
            "[project]\nversion = \"\"\"\n1.2.3\"\"\"\n",
            "project.version = \"1.2.3\"",
            "project = { name = 'é', version = \"1.2.3\" }",
        ] {
            let toml = Toml::parse(SourceFile::new("a".into(), source.as_bytes())).unwrap();
            let text = toml.text(&["project", "version"]).unwrap();
            assert_eq!(text.value, "1.2.3", "{source}");
            assert_eq!(&source[text.span], "1.2.3", "{source}");
        }
    }

    #[test]
    fn a_broken_file_is_told_with_its_place() {
        let file = SourceFile::new(
            "pyproject.toml".into(),
            &b"[project]\nname = \"a\"\nversion 1\n"[..],
        );
        let error = Toml::parse(file).unwrap_err().to_string();
        assert!(
            error.starts_with("`pyproject.toml`, line 3, column "),
            "{error}"
        );
    }
}
