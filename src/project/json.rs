//! A JSON file with the spans of its strings.
//!
//! Not a tree of values: a search walks the text once and passes over what it does not look for.
use super::ProjectError;
use super::toml::Text;
use crate::source::SourceFile;
use serde::de::IgnoredAny;
use std::ops::Range;

/// A JSON file.
#[derive(Debug)]
pub(super) struct Json {
    /// The file.
    pub(super) file: SourceFile,
}

impl Json {
    /// Takes a file as JSON. What stands before its first error can be read; [`Json::checked`] tells of the error.
    pub(super) fn new(file: SourceFile) -> Self {
        Self { file }
    }

    /// Returns the file if it is JSON.
    pub(super) fn checked(self) -> Result<Self, ProjectError> {
        let file = &self.file;
        let text = file
            .text()
            .map_err(|error| ProjectError::syntax(file, 0..0, error))?;
        let body = text.trim_start_matches('\u{feff}');
        let start = text.len() - body.len();
        if let Err(error) = serde_json::from_str::<IgnoredAny>(body) {
            let lines = body.split_inclusive('\n');
            let before: usize = lines
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum();
            let at = (start + before + error.column().saturating_sub(1)).min(text.len());
            // The place is told once, by whoever shows the error.
            let reason = error.to_string();
            let told = format!(" at line {} column {}", error.line(), error.column());
            let reason = reason.strip_suffix(&told).unwrap_or(&reason);
            return Err(ProjectError::syntax(file, at..at, reason));
        }
        Ok(self)
    }

    /// Returns the string at a path of keys; an index of an array is its number. Of two equal keys the last one counts.
    pub(super) fn text(&self, keys: &[&str]) -> Option<Text> {
        match self.find(keys)? {
            Found::Text(text) => Some(text),
            Found::Other(_) => None,
        }
    }

    /// Whether the value at a path of keys is `true`.
    pub(super) fn is_true(&self, keys: &[&str]) -> bool {
        match self.find(keys) {
            Some(Found::Other(span)) => self.file.bytes.get(span) == Some(b"true"),
            _ => false,
        }
    }

    fn find(&self, keys: &[&str]) -> Option<Found> {
        let start = match self.file.bytes.starts_with("\u{feff}".as_bytes()) {
            true => 3,
            false => 0,
        };
        let mut scan = Scan {
            bytes: &self.file.bytes,
            at: start,
            found: None,
        };
        scan.value(keys);
        scan.found
    }
}

/// What stands at a path of keys.
enum Found {
    /// A string.
    Text(Text),
    /// Anything else.
    Other(Range<usize>),
}

/// A walk over the text. It goes forward with every step, whatever stands there, and no deeper than the keys lead.
struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
    found: Option<Found>,
}

impl Scan<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Goes over a value, and keeps what the keys lead to.
    fn value(&mut self, keys: &[&str]) {
        let Some(first) = self.peek() else { return };
        let Some((key, rest)) = keys.split_first() else {
            let start = self.at;
            self.skip();
            self.found = Some(match self.string_at(start) {
                Some(text) if first == b'"' => Found::Text(text),
                _ => Found::Other(start..self.at),
            });
            return;
        };
        match first {
            b'{' => self.members(key, rest),
            b'[' => self.elements(key, rest),
            _ => self.skip(),
        }
    }

    fn members(&mut self, key: &str, rest: &[&str]) {
        self.at += 1;
        while self.peek() == Some(b'"') {
            let start = self.at;
            self.skip();
            let is_wanted = self.string_at(start).is_some_and(|name| name.value == key);
            if self.peek() != Some(b':') {
                return;
            }
            self.at += 1;
            self.member(is_wanted, rest);
            if self.peek() != Some(b',') {
                break;
            }
            self.at += 1;
        }
        self.at += 1;
    }

    fn elements(&mut self, key: &str, rest: &[&str]) {
        let wanted = key.parse().ok();
        self.at += 1;
        for index in 0_usize.. {
            if matches!(self.peek(), None | Some(b']')) {
                break;
            }
            self.member(wanted == Some(index), rest);
            if self.peek() != Some(b',') {
                break;
            }
            self.at += 1;
        }
        self.at += 1;
    }

    fn member(&mut self, is_wanted: bool, rest: &[&str]) {
        if is_wanted {
            self.found = None;
            self.value(rest);
        } else {
            self.skip();
        }
    }

    /// Goes over a value without a look at it.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' if depth == 0 => return,
                b',' | b':' => self.at += 1,
                _ => self.skip_word(),
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_word(&mut self) {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",:{}[]\"".contains(byte);
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(is_end).unwrap_or(rest.len());
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// The string that starts here and ends where the walk is.
    fn string_at(&self, start: usize) -> Option<Text> {
        let value = serde_json::from_slice(self.bytes.get(start..self.at)?).ok()?;
        Some(Text {
            value,
            span: start + 1..self.at.checked_sub(1)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(source: &str) -> Json {
        Json::new(SourceFile::new("a.json".into(), source.as_bytes()))
    }

    #[test]
    fn a_string_is_found_with_what_stands_between_its_quotes() {
        for (source, keys, value, written) in [
            (
                r#"{"version": "1.2.3"}"#,
                &["version"][..],
                "1.2.3",
                "1.2.3",
            ),
            (
                "\u{feff}{\r\n\"a\":[{}, -1.5e3,null],\"version\":\"1\"}",
                &["version"],
                "1",
                "1",
            ),
            (
                r#"{"packages":{"":{"version":"1"},"x":{"version":"2"}}}"#,
                &["packages", "", "version"],
                "1",
                "1",
            ),
            (r#"{"a":[[1,2],{"b":"x"}]}"#, &["a", "1", "b"], "x", "x"),
            (r#"{"a":"1","a":"2"}"#, &["a"], "2", "2"),
            (r#"{"v\u0065r":"\"1\\"}"#, &["ver"], "\"1\\", r#"\"1\\"#),
            (r#"{"b":{"a":"1"},"c":"]}","a":"2"}"#, &["a"], "2", "2"),
        ] {
            let text = json(source).checked().unwrap().text(keys).unwrap();
            assert_eq!(
                (text.value.as_str(), &source[text.span]),
                (value, written),
                "{source}"
            );
        }
        for (source, keys) in [
            (r#"{"a":{"b":"1"},"a":{}}"#, &["a", "b"][..]),
            (r#"{"a":1}"#, &["a"]),
            (r#"["a"]"#, &["a"]),
            (r#""a""#, &["a"]),
            ("", &["a"]),
        ] {
            assert_eq!(json(source).text(keys), None, "{source}");
        }
        assert!(json(r#"{"private": true}"#).is_true(&["private"]));
        assert!(!json(r#"{"private": "true"}"#).is_true(&["private"]));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (source, expected) in [
            (
                "{\"a\": 1,}",
                "`a.json`, line 1, column 9: key must be a string",
            ),
            (
                "{\n  \"é\": 01\n}",
                "`a.json`, line 2, column 9: invalid number",
            ),
            (
                "\u{feff}{\n<<<<<<<",
                "`a.json`, line 2, column 1: key must be a string",
            ),
            (
                "{\"a\": \"\n\"}",
                "`a.json`, line 1, column 7: control character (\\u0000-\\u001F) found while parsing a string",
            ),
            ("{} {}", "`a.json`, line 1, column 4: trailing characters"),
            ("", "`a.json`, line 1, column 1: EOF while parsing a value"),
        ] {
            let error = json(source).checked().unwrap_err().to_string();
            assert_eq!(error, expected, "{source}");
        }
    }

    #[test]
    fn no_text_stops_the_walk() {
        let deep = "[".repeat(100_000);
        for source in [
            "{",
            "{\"a",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":\"\\",
            "[,,]",
            "}",
            "{\"a\":}",
            "{,",
            &deep,
        ] {
            assert_eq!(json(source).text(&["a", "0"]), None);
            assert_eq!(json(source).text(&["0", "0"]), None);
            assert!(json(source).checked().is_err());
        }
    }
}
