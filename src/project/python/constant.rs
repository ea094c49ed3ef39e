//! The value of an expression that is a constant, or a tuple or list of constants.
//!
//! Not arithmetic, and nothing that has to be looked up: that is no constant.
use super::Literal;
use super::scan::{Kind, Token};
use super::source::{Shape, Source, whole};
use super::string::{Piece, decode};
use std::ops::Range;

/// What an expression is worth without running it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::project) enum Constant {
    /// A string.
    Text(Literal),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A number without a sign.
    Number {
        span: Range<usize>,
        /// As Python prints it.
        text: String,
        /// Its value, where it is a whole number.
        whole: Option<u64>,
    },
    /// `True`, `False` or `None`.
    Word(&'static str),
    /// A tuple or list; its parts are none.
    Many(Vec<Constant>),
    /// A constant that is not worked out here, with what makes it so.
    Unknown(&'static str),
}

/// Returns what an expression is worth; `None` when it is no constant.
pub(super) fn constant(source: &Source<'_>, tokens: &[Token]) -> Option<Constant> {
    let parts = match source.shape(tokens) {
        Shape::One(inside) => return scalar(source, inside, &whole(tokens)),
        Shape::Many(parts) => parts,
    };
    let part = |part: &[Token]| match source.shape(part) {
        Shape::One(inside) => scalar(source, inside, &whole(part)),
        Shape::Many(_) => Some(Constant::Unknown("it has a list inside a list")),
    };
    parts
        .into_iter()
        .map(part)
        .collect::<Option<Vec<_>>>()
        .map(Constant::Many)
}

/// The value of one constant; `expression` is its span with the parentheses round it.
fn scalar(source: &Source<'_>, tokens: &[Token], expression: &Range<usize>) -> Option<Constant> {
    match tokens {
        [first, ..] if first.kind == Kind::Text => strings(source, tokens, expression),
        [only] if only.kind == Kind::Number => Some(number(source, only)),
        [only] => match source.text(only) {
            b"True" => Some(Constant::Word("True")),
            b"False" => Some(Constant::Word("False")),
            b"None" => Some(Constant::Word("None")),
            _ => None,
        },
        [sign, only] if only.kind == Kind::Number && matches!(source.text(sign), b"+" | b"-") => {
            Some(Constant::Unknown("it is a number with a sign"))
        }
        many if source.inside(many, b"{", b"}").is_some() => {
            Some(Constant::Unknown("it is a set or dictionary"))
        }
        _ => None,
    }
}

/// The value of strings that stand one behind the other.
fn strings(source: &Source<'_>, tokens: &[Token], expression: &Range<usize>) -> Option<Constant> {
    let (mut text, mut bytes, mut unknown) = (String::new(), Vec::new(), None);
    for token in tokens {
        if token.kind != Kind::Text {
            return None;
        }
        match decode(source, token) {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Bytes(piece) => bytes.push(piece),
            Piece::Formatted => return None,
            Piece::Unknown(why) => unknown = Some(why),
        }
    }
    if let Some(why) = unknown {
        return Some(Constant::Unknown(why));
    }
    if !bytes.is_empty() {
        // Python refuses a mixture of both.
        let alike = bytes.len() == tokens.len();
        return alike.then(|| Constant::Bytes(bytes.concat()));
    }
    let span = match tokens {
        [only] if source.at(&only.inner) == text.as_bytes() => only.inner.clone(),
        _ => expression.clone(),
    };
    Some(Constant::Text(Literal { span, value: text }))
}

fn number(source: &Source<'_>, token: &Token) -> Constant {
    let written = String::from_utf8_lossy(source.text(token))
        .replace('_', "")
        .to_ascii_lowercase();
    let whole = match written.as_bytes() {
        [b'0', b'x', digits @ ..] => radix(digits, 16),
        [b'0', b'o', digits @ ..] => radix(digits, 8),
        [b'0', b'b', digits @ ..] => radix(digits, 2),
        digits => radix(digits, 10),
    };
    // Outside these bounds Python prints an exponent.
    let is_plain = |value: &f64| *value == 0.0 || (1e-4..1e16).contains(value);
    let is_decimal = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".e+-".contains(&byte))
        && written.contains(['.', 'e']);
    let text = match whole {
        Some(whole) => Some(whole.to_string()),
        None if is_decimal => written
            .parse()
            .ok()
            .filter(is_plain)
            .map(|value: f64| format!("{value:?}")),
        None => None,
    };
    match text {
        Some(text) => Constant::Number {
            span: token.span.clone(),
            text,
            whole,
        },
        None => Constant::Unknown("it is a number that only Python knows how to print"),
    }
}

fn radix(digits: &[u8], radix: u32) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}
