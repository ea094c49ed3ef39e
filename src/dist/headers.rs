//! Header lines `Name: value`, continued by lines that begin with white space, and the body after an empty line.
//!
//! The form of METADATA, PKG-INFO and WHEEL. Lines end and headers begin where Python's mail reader has it. Not a mail
//! reader: nothing is decoded or folded, and whatever such a reader would pass over in silence is a defect.
use std::ops::Range;

/// No metadata has more headers; of hostile ones, no more are kept.
const LIMIT: usize = 20_000;

/// Of the values that are more than free text, no more bytes are kept: what is read out of them takes many times as much.
const LENGTH_LIMIT: usize = 1 << 20;

/// The headers of free text.
const FREE: &[&str] = &["Description", "Keywords", "License", "Summary"];

/// One header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name as it is written.
    pub name: String,
    /// The value without the white space around it; continuation lines are kept, joined by `\n`.
    pub value: String,
    /// The name and the value, in bytes.
    pub span: Range<usize>,
    /// The value alone, in bytes.
    pub value_span: Range<usize>,
    /// The value with the white space that a mail reader leaves around it, in bytes.
    pub exact_span: Range<usize>,
}

/// Something that is not as headers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub message: String,
    /// Where, in bytes.
    pub span: Range<usize>,
}

/// The headers of a text, with its body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers {
    /// The headers, in order.
    pub fields: Vec<Field>,
    /// Where the body lies, in bytes.
    pub body: Range<usize>,
    /// What is not as it should be.
    pub defects: Vec<Defect>,
}

impl Headers {
    /// Reads headers, as far as they can be read.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut headers = Self::default();
        headers.find_bad_bytes(bytes);
        let mut at = 0;
        let mut ended = false;
        let mut length = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let start = at;
            let line = first_line(rest);
            at += line.len();
            let line = without_end(line);
            if line.is_empty() {
                ended = true;
                break;
            }
            let content = line.trim_ascii_end();
            if headers.fields.len() + headers.defects.len() >= LIMIT {
                headers.defects.push(Defect {
                    message: format!("only the first {LIMIT} headers are looked at"),
                    span: start..start + content.len(),
                });
                break;
            }
            if !headers.is_free(line) {
                length += line.len();
            }
            if length > LENGTH_LIMIT {
                headers.defects.push(Defect {
                    message: format!(
                        "only the first {LENGTH_LIMIT} bytes of headers are looked at"
                    ),
                    span: start..start + content.len(),
                });
                break;
            }
            if matches!(line.first(), Some(b' ' | b'\t')) {
                headers.continue_with(line, start);
            } else if !headers.begin(line, start) {
                let end = start + content.len();
                headers.defects.push(Defect {
                    message: "this line is not `Name: value`".into(),
                    span: start..end,
                });
            }
        }
        headers.body = if ended { at } else { bytes.len() }..bytes.len();
        headers
    }

    /// The values of every header of this name, which is compared without regard to case.
    pub fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h Field> {
        self.fields
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first header of this name.
    pub fn first(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.first(name).map(|field| field.value.as_str())
    }

    /// Whether a line begins or continues a header of free text.
    fn is_free(&self, line: &[u8]) -> bool {
        let name = match line.first() {
            Some(b' ' | b'\t') => self.fields.last().map(|field| field.name.as_bytes()),
            _ => line.split(|byte| *byte == b':').next(),
        };
        name.is_some_and(|name| {
            FREE.iter()
                .any(|free| name.eq_ignore_ascii_case(free.as_bytes()))
        })
    }

    fn find_bad_bytes(&mut self, bytes: &[u8]) {
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            self.defects.push(Defect {
                message: "this byte is not UTF-8".into(),
                span: at..at + 1,
            });
        }
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            self.defects.push(Defect {
                message: "this is a NUL byte".into(),
                span: at..at + 1,
            });
        }
    }

    /// Begins a header; `false` when the line is none.
    fn begin(&mut self, line: &[u8], start: usize) -> bool {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return false;
        };
        let (name, value) = line.split_at_checked(colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        let value = value.get(1..).unwrap_or_default();
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
        let spaces = value.iter().take_while(|byte| is_space(byte)).count();
        let exact_start = start + colon + 1 + spaces;
        let trimmed = value.trim_ascii_start();
        let value_start = start + colon + 1 + value.len() - trimmed.len();
        let trimmed = trimmed.trim_ascii_end();
        let end = value_start + trimmed.len();
        self.fields.push(Field {
            name: String::from_utf8_lossy(name).into_owned(),
            value: String::from_utf8_lossy(trimmed).into_owned(),
            span: start..end.max(start + colon + 1),
            value_span: value_start..end,
            exact_span: exact_start.min(start + line.len())..start + line.len(),
        });
        true
    }

    fn continue_with(&mut self, line: &[u8], start: usize) {
        let content = line.trim_ascii_end();
        let end = start + content.len();
        match self.fields.last_mut() {
            Some(field) => {
                field.value.push('\n');
                field
                    .value
                    .push_str(&String::from_utf8_lossy(content.trim_ascii_start()));
                field.span.end = end;
                field.value_span.end = end;
                field.exact_span.end = start + line.len();
            }
            None => self.defects.push(Defect {
                message: "this line continues a header, and there is none before it".into(),
                span: start..end,
            }),
        }
    }
}

/// The first line with its end, which is `\n`, `\r\n` or `\r`.
fn first_line(text: &[u8]) -> &[u8] {
    let Some(at) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return text;
    };
    let is_pair = text.get(at..at + 2) == Some(b"\r\n");
    text.get(..at + 1 + usize::from(is_pair)).unwrap_or(text)
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_continue_and_end_at_an_empty_line() {
        let text = b"Name: demo\r\nLicense: a\n  b\nX:\n\nbody: no header\n";
        let headers = Headers::parse(text);
        let read: Vec<_> = headers
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.value.as_str()))
            .collect();
        assert_eq!(read, [("Name", "demo"), ("License", "a\nb"), ("X", "")]);
        assert_eq!(&text[headers.body.clone()], b"body: no header\n");
        assert_eq!(&text[headers.fields[0].value_span.clone()], b"demo");
        assert_eq!(headers.defects, []);
        assert_eq!(headers.value("name"), Some("demo"));
    }

    #[test]
    fn white_space_alone_continues_a_header_and_any_line_end_ends_one() {
        let text = b"Description: a\n        \n   b \rName: x \n\nbody";
        let headers = Headers::parse(text);
        assert_eq!(headers.value("Description"), Some("a\n\nb"));
        let name = headers.first("Name").unwrap();
        assert_eq!(&text[name.value_span.clone()], b"x");
        assert_eq!(&text[name.exact_span.clone()], b"x ");
        assert_eq!(&text[headers.body.clone()], b"body");
    }

    #[test]
    fn only_free_text_may_be_long() {
        let long = "x".repeat(LENGTH_LIMIT);
        let headers = Headers::parse(format!("Keywords: a\n {long}\nName: b\n").as_bytes());
        assert_eq!(
            (headers.value("name"), headers.defects.len()),
            (Some("b"), 0)
        );
        let headers = Headers::parse(format!("Name: a\nVersion: {long}\n").as_bytes());
        assert_eq!(
            (headers.value("name"), headers.fields.len()),
            (Some("a"), 1)
        );
        assert_eq!(
            headers.defects[0].message,
            "only the first 1048576 bytes of headers are looked at"
        );
    }

    #[test]
    fn what_is_no_header_is_a_defect() {
        for (text, message) in [
            (&b"nonsense\n"[..], "this line is not `Name: value`"),
            (b"a b: c\n", "this line is not `Name: value`"),
            (
                b" x\n",
                "this line continues a header, and there is none before it",
            ),
            (b"A: \xff\n", "this byte is not UTF-8"),
            (b"A: \0\n", "this is a NUL byte"),
        ] {
            let headers = Headers::parse(text);
            assert_eq!(headers.defects[0].message, message);
        }
    }
}
