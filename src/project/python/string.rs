//! The value of one string literal.
//!
//! Not of a formatted one, and not of a character that is named (`\N{…}`): those take Python itself.
use super::scan::Token;
use super::source::{Encoding, Source};
use std::str::Chars;

/// What a string literal is worth.
pub(super) enum Piece {
    Text(String),
    Bytes(Vec<u8>),
    /// It is not a constant.
    Formatted,
    /// It is a constant, but which one is not known here, with what makes it so.
    Unknown(&'static str),
}

/// Returns what a token of the kind `Text` is worth.
pub(super) fn decode(source: &Source<'_>, token: &Token) -> Piece {
    let prefix: Vec<u8> = source
        .text(token)
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
        .collect();
    if prefix.iter().any(|letter| matches!(letter, b'f' | b't')) {
        return Piece::Formatted;
    }
    if token.inner.end >= token.span.end {
        return Piece::Unknown("its string is never closed");
    }
    let inner = source.at(&token.inner);
    let text = match source.encoding {
        Encoding::Latin1 => Some(inner.iter().copied().map(char::from).collect()),
        Encoding::Other if !inner.is_ascii() => None,
        _ => String::from_utf8(inner.to_vec()).ok(),
    };
    let Some(text) = text else {
        return Piece::Unknown("it has characters that its file's encoding does not tell");
    };
    // Python reads source with universal newlines.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let escaped = !prefix.contains(&b'r') && text.contains('\\');
    match (prefix.contains(&b'b'), escaped) {
        (true, true) => Piece::Unknown("it is bytes with escapes"),
        (true, false) => Piece::Bytes(text.into_bytes()),
        (false, true) => unescape(&text).map_or(
            Piece::Unknown("it has an escape that only Python knows"),
            Piece::Text,
        ),
        (false, false) => Piece::Text(text),
    }
}

/// Replaces escapes; `None` for one that is broken, that names a character, or that makes half of one.
fn unescape(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        let meant = match rest.next()? {
            '\n' => continue,
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => hexadecimal(&mut rest, 2)?,
            'u' => hexadecimal(&mut rest, 4)?,
            'U' => hexadecimal(&mut rest, 8)?,
            'N' => return None,
            c @ ('\\' | '\'' | '"') => c,
            digit @ '0'..='7' => octal(&mut rest, digit.to_digit(8)?)?,
            other => {
                value.push('\\');
                other
            }
        };
        value.push(meant);
    }
    Some(value)
}

fn hexadecimal(rest: &mut Chars<'_>, digits: usize) -> Option<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        code = code
            .checked_mul(16)?
            .checked_add(rest.next()?.to_digit(16)?)?;
    }
    char::from_u32(code)
}

/// At most two digits more.
fn octal(rest: &mut Chars<'_>, mut code: u32) -> Option<char> {
    for _ in 0..2 {
        let Some(digit) = rest.clone().next().and_then(|next| next.to_digit(8)) else {
            break;
        };
        rest.next();
        code = code * 8 + digit;
    }
    char::from_u32(code)
}
