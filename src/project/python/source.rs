//! A Python file as its tokens, and the encoding it declares.
//!
//! Not decoded as a whole: a version is looked for in bytes, and only strings become text.
use super::scan::{Kind, Statement, Token};
use std::ops::Range;

/// How deep CPython lets brackets nest.
const DEPTH: usize = 200;

/// How the bytes of a file become text (PEP 263).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Latin1,
    /// One that leaves ASCII alone; what else stands in the file is not known.
    Other,
}

/// The bytes of a file and their encoding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) encoding: Encoding,
}

/// A value, or several with commas between.
pub(super) enum Shape<'t> {
    One(&'t [Token]),
    Many(Vec<&'t [Token]>),
}

impl<'b> Source<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            encoding: encoding(bytes),
        }
    }

    /// Whether Python can make tokens of the bytes. What stands in comments it never decodes.
    pub(super) fn is_readable(&self, statements: &[Statement]) -> bool {
        let is_known = |token: &Token| match token.kind {
            Kind::Sign => !matches!(self.text(token), [0..=31 | 127 | b'$' | b'?' | b'`', ..]),
            // A byte order mark behind the file's start is no letter in any encoding.
            Kind::Name if self.text(token).starts_with(b"\xef\xbb\xbf") => false,
            _ => self.encoding != Encoding::Utf8 || std::str::from_utf8(self.text(token)).is_ok(),
        };
        !self.bytes.contains(&0)
            && statements
                .iter()
                .flat_map(|statement| &statement.tokens)
                .all(is_known)
    }

    pub(super) fn at(&self, span: &Range<usize>) -> &'b [u8] {
        self.bytes.get(span.clone()).unwrap_or_default()
    }

    pub(super) fn text(&self, token: &Token) -> &'b [u8] {
        self.at(&token.span)
    }

    /// The text of the token at an index; empty where there is none.
    pub(super) fn nth(&self, tokens: &[Token], index: usize) -> &'b [u8] {
        tokens.get(index).map_or(b"", |token| self.text(token))
    }

    /// Splits at a sign outside brackets.
    pub(super) fn split<'t>(&self, tokens: &'t [Token], sign: &[u8]) -> Vec<&'t [Token]> {
        let mut depth = 0_usize;
        tokens
            .split(|token| {
                if token.kind != Kind::Sign {
                    return false;
                }
                match self.text(token) {
                    b"(" | b"[" | b"{" => depth += 1,
                    b")" | b"]" | b"}" => depth = depth.saturating_sub(1),
                    text => return depth == 0 && text == sign,
                }
                false
            })
            .collect()
    }

    /// Whether no bracket closes before it opens.
    pub(super) fn is_balanced(&self, tokens: &[Token]) -> bool {
        let mut depth = 0_i64;
        for token in tokens.iter().filter(|token| token.kind == Kind::Sign) {
            match self.text(token) {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
        depth == 0
    }

    /// What stands between two brackets that belong together and hold everything else.
    pub(super) fn inside<'t>(
        &self,
        tokens: &'t [Token],
        open: &[u8],
        close: &[u8],
    ) -> Option<&'t [Token]> {
        let [first, inside @ .., last] = tokens else {
            return None;
        };
        (self.text(first) == open && self.text(last) == close && self.is_balanced(inside))
            .then_some(inside)
    }

    /// Takes off the parentheses round a value, and takes apart a tuple or list.
    pub(super) fn shape<'t>(&self, mut tokens: &'t [Token]) -> Shape<'t> {
        let mut listed = None;
        for _ in 0..DEPTH {
            let Some(inside) = self.inside(tokens, b"(", b")") else {
                break;
            };
            if inside.is_empty() || self.split(inside, b",").len() > 1 {
                listed = Some(inside);
                break;
            }
            tokens = inside;
        }
        let listed = listed.or_else(|| self.inside(tokens, b"[", b"]"));
        let mut parts = self.split(listed.unwrap_or(tokens), b",");
        if listed.is_none() && parts.len() == 1 {
            return Shape::One(tokens);
        }
        if parts.last().is_some_and(|last| last.is_empty()) {
            parts.pop();
        }
        Shape::Many(parts)
    }
}

/// The span from the first token to the last.
pub(super) fn whole(tokens: &[Token]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    }
}

fn encoding(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Encoding::Utf8;
    }
    for line in bytes.split(|byte| *byte == b'\n').take(2) {
        match line
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | 0x0c))
        {
            None => {}
            Some(b'#') => {
                if let Some(name) = cookie(line) {
                    return named(&name);
                }
            }
            Some(_) => break,
        }
    }
    Encoding::Utf8
}

/// The name behind `coding:` or `coding=` in a comment.
fn cookie(line: &[u8]) -> Option<String> {
    let at = line
        .windows(7)
        .position(|seven| seven == b"coding:" || seven == b"coding=")?;
    let name: Vec<u8> = line
        .iter()
        .skip(at + 7)
        .skip_while(|byte| matches!(byte, b' ' | b'\t'))
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        .map(|byte| match byte {
            b'_' => b'-',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

fn named(name: &str) -> Encoding {
    match name {
        "utf-8" | "utf8" | "u8" | "utf-8-sig" => Encoding::Utf8,
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" | "l1" => {
            Encoding::Latin1
        }
        _ => Encoding::Other,
    }
}
