//! What setup.py hands to `setup`, as far as it stands in the call.
//!
//! Not what the script works out before: that is *computed*.
use super::scan::{self, Token};
use super::source::Source;
use super::{Answer, value};

/// Reads the literal that the keyword `version` has in the call of `setup`.
pub(in crate::project) fn setup_version(bytes: &[u8]) -> Answer {
    setup_keyword(bytes, "version")
}

/// Reads what a keyword of the call of `setup` (or `setuptools.setup`) is given.
pub(in crate::project) fn setup_keyword(bytes: &[u8], keyword: &str) -> Answer {
    let source = Source::new(bytes);
    let mut packed = None;
    for statement in scan::statements(bytes) {
        let tokens = &statement.tokens;
        let Some(open) = tokens
            .windows(2)
            .position(|pair| source.nth(pair, 0) == b"setup" && source.nth(pair, 1) == b"(")
        else {
            continue;
        };
        for argument in source.split(tokens.get(open + 2..).unwrap_or_default(), b",") {
            match argument {
                [key, equals, given @ ..]
                    if source.text(key) == keyword.as_bytes() && source.text(equals) == b"=" =>
                {
                    return value(source, strip_closing(source, given), &key.span);
                }
                [star, second, ..] if source.text(star) == b"*" && source.text(second) == b"*" => {
                    packed = Some(star.span.clone());
                }
                _ => {}
            }
        }
    }
    packed.map_or(Answer::Absent, |span| Answer::Computed {
        span,
        why: UNPACKED,
    })
}

/// Whether the call of `setup` has a keyword in plain sight.
pub(in crate::project) fn setup_has(bytes: &[u8], keyword: &str) -> bool {
    match setup_keyword(bytes, keyword) {
        Answer::Absent => false,
        Answer::Computed { why, .. } => why != UNPACKED,
        _ => true,
    }
}

/// Why an argument of `setup` may or may not be there.
const UNPACKED: &str = "its arguments are unpacked from a dictionary";

/// Drops what follows the bracket that closes a call's last argument.
fn strip_closing<'t>(source: Source<'_>, tokens: &'t [Token]) -> &'t [Token] {
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| {
        match source.text(token) {
            b"(" | b"[" | b"{" => depth += 1,
            b")" | b"]" | b"}" if depth == 0 => return true,
            b")" | b"]" | b"}" => depth -= 1,
            _ => {}
        }
        false
    });
    tokens
        .get(..end.unwrap_or(tokens.len()))
        .unwrap_or_default()
}
