//! What setup.py hands to `setup`, as far as it stands in the call.
//!
//! Not what the script works out before: that is *computed*.
use super::scan;
use super::{Answer, Reader, split, strip_closing};

/// Reads the literal that the keyword `version` has in the call of `setup`.
pub fn setup_version(bytes: &[u8]) -> Answer {
    setup_keyword(bytes, "version")
}

/// Reads what a keyword of the call of `setup` (or `setuptools.setup`) is given.
pub fn setup_keyword(bytes: &[u8], keyword: &str) -> Answer {
    let reader = Reader {
        bytes,
        name: keyword,
        certain: Vec::new(),
        possible: None,
    };
    let mut packed = None;
    for statement in scan::statements(bytes) {
        let tokens = &statement.tokens;
        let Some(open) = tokens
            .windows(2)
            .position(|pair| reader.text(&pair[0]) == b"setup" && reader.text(&pair[1]) == b"(")
        else {
            continue;
        };
        for argument in split(
            reader.bytes,
            tokens.get(open + 2..).unwrap_or_default(),
            b",",
        ) {
            match argument {
                [key, equals, value @ ..]
                    if reader.text(key) == keyword.as_bytes() && reader.text(equals) == b"=" =>
                {
                    return reader.value(strip_closing(reader.bytes, value), &key.span);
                }
                [star, second, ..] if reader.text(star) == b"*" && reader.text(second) == b"*" => {
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
pub fn setup_has(bytes: &[u8], keyword: &str) -> bool {
    match setup_keyword(bytes, keyword) {
        Answer::Absent => false,
        Answer::Computed { why, .. } => why != UNPACKED,
        _ => true,
    }
}

/// Why an argument of `setup` may or may not be there.
const UNPACKED: &str = "its arguments are unpacked from a dictionary";
