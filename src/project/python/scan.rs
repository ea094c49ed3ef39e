//! Cuts Python source into simple statements and their tokens.
//!
//! Not a parser: no grammar is checked, and whatever is broken is passed over. It knows comments, every kind of string,
//! brackets, continued lines, `;` and indentation, which is what it takes not to be fooled by text in a string.
use std::ops::Range;

/// A kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword.
    Name,
    /// A number.
    Number,
    /// A string of any kind, with its prefix.
    Text,
    /// An operator or bracket; `==`, `:=`, `+=`, `**=` and their like are one.
    Sign,
}

/// A token with its span in the source; a string's `inner` is what stands between its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    pub(super) inner: Range<usize>,
}

/// A statement up to its line's end or `;`.
#[derive(Debug, Clone, Default)]
pub(super) struct Statement {
    /// The column of its line's first token.
    pub(super) indent: usize,
    /// Whether it stands behind a `;`, and so belongs where its line's first statement does.
    pub(super) follows: bool,
    pub(super) tokens: Vec<Token>,
}

/// Returns the statements of a file that have tokens.
pub(super) fn statements(bytes: &[u8]) -> Vec<Statement> {
    let mut scanner = Scanner {
        bytes,
        at: 0,
        depth: 0,
        open: Statement::default(),
        done: Vec::new(),
    };
    if bytes.starts_with(b"\xef\xbb\xbf") {
        scanner.at = 3;
    }
    scanner.run();
    scanner.done
}

struct Scanner<'b> {
    bytes: &'b [u8],
    at: usize,
    depth: usize,
    open: Statement,
    done: Vec<Statement>,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn run(&mut self) {
        self.indent();
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\n' | b'\r' if self.depth == 0 => {
                    self.at += 1;
                    self.close();
                    self.indent();
                }
                b'\n' | b'\r' | b' ' | b'\t' | 0x0c => self.at += 1,
                b'\\' => {
                    self.at += if self.peek(1) == b'\r' && self.peek(2) == b'\n' {
                        3
                    } else {
                        2
                    }
                }
                b'#' => self.comment(),
                b';' if self.depth == 0 => {
                    self.at += 1;
                    let indent = self.open.indent;
                    self.close();
                    self.open.indent = indent;
                    self.open.follows = true;
                }
                b'"' | b'\'' => self.string(self.at),
                b'0'..=b'9' => self.number(),
                b'.' if self.peek(1).is_ascii_digit() => self.number(),
                byte if is_name(byte) => self.name(),
                _ => self.sign(),
            }
        }
        self.close();
    }

    fn indent(&mut self) {
        let mut column = 0;
        loop {
            match self.peek(0) {
                b' ' => column += 1,
                b'\t' => column = column / 8 * 8 + 8,
                0x0c => column = 0,
                _ => break,
            }
            self.at += 1;
        }
        self.open.indent = column;
    }

    fn close(&mut self) {
        let statement = std::mem::take(&mut self.open);
        if !statement.tokens.is_empty() {
            self.done.push(statement);
        }
    }

    fn push(&mut self, kind: Kind, span: Range<usize>, inner: Range<usize>) {
        self.open.tokens.push(Token { kind, span, inner });
    }

    fn comment(&mut self) {
        while self.at < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let is_hexadecimal = self.peek(1).eq_ignore_ascii_case(&b'x');
        let mut before = 0;
        while is_name(self.peek(0))
            || self.peek(0) == b'.'
            || (matches!(before, b'e' | b'E')
                && matches!(self.peek(0), b'+' | b'-')
                && !is_hexadecimal)
        {
            before = self.peek(0);
            self.at += 1;
        }
        self.push(Kind::Number, start..self.at, start..self.at);
    }

    /// A name, or the prefix of a string.
    fn name(&mut self) {
        let start = self.at;
        let mut length = 0;
        while is_name(self.peek(length)) {
            length += 1;
        }
        let word = self.bytes.get(start..start + length).unwrap_or_default();
        let prefixes = word
            .iter()
            .all(|byte| matches!(byte.to_ascii_lowercase(), b'r' | b'b' | b'u' | b'f' | b't'));
        if length <= 2 && prefixes && matches!(self.peek(length), b'"' | b'\'') {
            self.at += length;
            self.string(start);
        } else {
            self.at += length;
            self.push(Kind::Name, start..self.at, start..self.at);
        }
    }

    fn sign(&mut self) {
        let start = self.at;
        let byte = self.peek(0);
        match byte {
            b'(' | b'[' | b'{' => self.depth += 1,
            b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.at += 1;
        if b"*/<>".contains(&byte) && self.peek(0) == byte && self.peek(1) == b'=' {
            self.at += 2;
        } else if b"=!<>:+-*/|&^%@".contains(&byte) && self.peek(0) == b'=' {
            self.at += 1;
        }
        self.push(Kind::Sign, start..self.at, start..self.at);
    }

    /// A string whose prefix begins at `start` and whose opening quote is here.
    fn string(&mut self, start: usize) {
        let prefix = self.bytes.get(start..self.at).unwrap_or_default();
        let formatted = prefix
            .iter()
            .any(|byte| matches!(byte.to_ascii_lowercase(), b'f' | b't'));
        let inner = self.skip_string(formatted);
        self.push(Kind::Text, start..self.at, inner);
    }

    /// Moves behind a string's closing quote and returns the span between its quotes.
    fn skip_string(&mut self, formatted: bool) -> Range<usize> {
        let quote = self.peek(0);
        let width = if self.peek(1) == quote && self.peek(2) == quote {
            3
        } else {
            1
        };
        self.at += width;
        let start = self.at;
        // In the braces of a formatted string, quotes open strings of their own (Python 3.12).
        let mut braces = 0_usize;
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            match byte {
                b'\\' => self.at += 2,
                b'\n' | b'\r' if width == 1 && braces == 0 => return start..self.at,
                b'{' | b'}' if formatted && braces == 0 && self.peek(1) == byte => self.at += 2,
                b'{' if formatted => {
                    braces += 1;
                    self.at += 1;
                }
                b'}' if formatted => {
                    braces = braces.saturating_sub(1);
                    self.at += 1;
                }
                b'"' | b'\'' if braces > 0 => {
                    self.skip_string(false);
                }
                _ if byte == quote
                    && (width == 1 || (self.peek(1) == quote && self.peek(2) == quote)) =>
                {
                    let end = self.at;
                    self.at += width;
                    return start..end;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
        start.min(self.at)..self.at
    }
}

fn is_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let show = |statement: &Statement| {
            let words: Vec<&str> = statement
                .tokens
                .iter()
                .map(|token| &source[token.span.clone()])
                .collect();
            format!("{}|{}", statement.indent, words.join(" "))
        };
        statements(source.as_bytes()).iter().map(show).collect()
    }

    #[test]
    fn statements_end_at_lines_and_semicolons_but_not_in_brackets() {
        for (source, expected) in [
            ("a = 1; b=2\r\n\tc", vec!["0|a = 1", "0|b = 2", "8|c"]),
            ("f(\n  1, # no\n  2)\nx", vec!["0|f ( 1 , 2 )", "0|x"]),
            ("a = \\\n  'x'\nb", vec!["0|a = 'x'", "0|b"]),
            (
                "s = '''\na = 1\n'''\nb",
                vec!["0|s = '''\na = 1\n'''", "0|b"],
            ),
            ("s = rb'\\''; t", vec!["0|s = rb'\\''", "0|t"]),
            (
                "s = f\"{d[\"k\"]}\"; t",
                vec!["0|s = f\"{d[\"k\"]}\"", "0|t"],
            ),
            ("s = f'{{'; t", vec!["0|s = f'{{'", "0|t"]),
            (
                "a == b; c := d; e **= f",
                vec!["0|a == b", "0|c := d", "0|e **= f"],
            ),
            ("a = 1.5e-3, .5, 0xe+1", vec!["0|a = 1.5e-3 , .5 , 0xe + 1"]),
            ("s = 'never closed\nt", vec!["0|s = 'never closed", "0|t"]),
            ("s = '''never closed\nt", vec!["0|s = '''never closed\nt"]),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }

    #[test]
    fn broken_text_never_stops_the_scanner() {
        for source in [
            "\\", "'\\", "f'{", "f'{\"", ")]}", "\u{feff}", "r'", "f'''{'''",
        ] {
            statements(source.as_bytes());
        }
        statements(&(0..=255).collect::<Vec<u8>>());
    }
}
