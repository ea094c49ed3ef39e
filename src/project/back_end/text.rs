//! A file as Python's text mode shows it: UTF-8, with universal newlines.
//!
//! Not without its byte order mark: that stays the first character, so that no line begins behind it.
use std::ops::Range;

/// The text, and the way back to the file's bytes.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    /// Where in the text a line feed stands for the two characters CR and LF.
    shortened: Vec<usize>,
}

impl Text {
    /// Decodes a file; `None` when it is not UTF-8.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let mut text = String::with_capacity(bytes.len());
        let mut shortened = Vec::new();
        let mut rest = std::str::from_utf8(bytes).ok()?.chars().peekable();
        while let Some(c) = rest.next() {
            if c == '\r' && rest.next_if_eq(&'\n').is_some() {
                shortened.push(text.len());
            }
            text.push(if c == '\r' { '\n' } else { c });
        }
        Some(Self { text, shortened })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The span in the file's bytes of a span in the text.
    pub(super) fn original(&self, span: Range<usize>) -> Range<usize> {
        let at = |offset: usize| offset + self.shortened.partition_point(|place| *place < offset);
        at(span.start)..at(span.end)
    }
}
