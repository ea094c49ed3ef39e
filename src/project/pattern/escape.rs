//! What a backslash and the characters behind it stand for, in a set and outside of one.
use super::tokens::Tokens;
use super::{Feature, PatternError, invalid};

/// What an escape stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    Character(char),
    Class(Class),
    /// A place in the text, by its letter.
    Place(char),
    /// What a group matched.
    Group(usize),
    /// What our engine has not.
    Missing(Feature),
}

/// A class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    kind: Kind,
    is_negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Space,
    Word,
}

/// Where an escape stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    InSet,
    Outside,
}

/// The characters of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Unicode,
    Ascii,
}

impl Class {
    fn of(letter: char) -> Option<Self> {
        let kind = match letter.to_ascii_lowercase() {
            'd' => Kind::Digit,
            's' => Kind::Space,
            'w' => Kind::Word,
            _ => return None,
        };
        Some(Self {
            kind,
            is_negated: letter.is_ascii_uppercase(),
        })
    }

    /// The class as our engine writes it within a set.
    pub(super) fn text(self, alphabet: Alphabet) -> String {
        let members = match (self.kind, alphabet) {
            (Kind::Digit, Alphabet::Unicode) => r"\d",
            (Kind::Digit, Alphabet::Ascii) => "0-9",
            // To Python the four separators of ASCII are white space too.
            (Kind::Space, Alphabet::Unicode) => r"\s\x1c-\x1f",
            (Kind::Space, Alphabet::Ascii) => r"\t-\r\x20",
            // Marks are no part of a word to Python, and all numbers are.
            (Kind::Word, Alphabet::Unicode) => r"\p{L}\p{N}_",
            (Kind::Word, Alphabet::Ascii) => "a-zA-Z0-9_",
        };
        if self.is_negated {
            format!("[^{members}]")
        } else {
            members.to_owned()
        }
    }
}

/// The character of an escape that needs no more than its letter.
pub(super) fn control(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ => return None,
    })
}

/// Reads what follows an escaped character that was just read.
pub(super) fn escape(
    escaped: char,
    tokens: &mut Tokens,
    context: Context,
) -> Result<Escape, PatternError> {
    if let Some(class) = Class::of(escaped) {
        return Ok(Escape::Class(class));
    }
    if context == Context::Outside && matches!(escaped, 'A' | 'b' | 'B' | 'Z') {
        return Ok(Escape::Place(escaped));
    }
    if let Some(control) = control(escaped) {
        return Ok(Escape::Character(control));
    }
    match escaped {
        'x' => hexadecimal(escaped, 2, tokens),
        'u' => hexadecimal(escaped, 4, tokens),
        'U' => hexadecimal(escaped, 8, tokens),
        'N' => {
            let name = tokens.take('{').then(|| tokens.take_until('}')).flatten();
            name.filter(|name| !name.is_empty())
                .map(|_| Escape::Missing(Feature::CharacterName))
                .ok_or_else(|| invalid(r"`\N` lacks a name in braces"))
        }
        '0'..='9' => number(escaped, tokens, context),
        letter if letter.is_ascii_alphabetic() => Err(unknown(letter)),
        other => Ok(Escape::Character(other)),
    }
}

fn unknown(escaped: char) -> PatternError {
    invalid(format!("`\\{escaped}` is no escape"))
}

fn hexadecimal(letter: char, length: usize, tokens: &mut Tokens) -> Result<Escape, PatternError> {
    let digits = tokens.take_while(length, |c| c.is_ascii_hexdigit());
    let number = u32::from_str_radix(&digits, 16).ok();
    match number.filter(|number| digits.len() == length && *number <= u32::from(char::MAX)) {
        Some(number) => {
            Ok(char::from_u32(number)
                .map_or(Escape::Missing(Feature::Surrogate), Escape::Character))
        }
        None => Err(invalid(format!(
            "`\\{letter}{digits}` is no character; `\\{letter}` needs {length} hexadecimal digits"
        ))),
    }
}

/// Reads a character by its octal number, or the number of a group.
fn number(first: char, tokens: &mut Tokens, context: Context) -> Result<Escape, PatternError> {
    let is_octal = |c: char| ('0'..='7').contains(&c);
    let mut digits = first.to_string();
    if first == '0' || context == Context::InSet {
        if !is_octal(first) {
            return Err(unknown(first));
        }
        digits.push_str(&tokens.take_while(2, is_octal));
        return octal(&digits);
    }
    digits.push_str(&tokens.take_while(1, |c| c.is_ascii_digit()));
    if digits.len() == 2 && digits.chars().all(is_octal) {
        let third = tokens.take_while(1, is_octal);
        if !third.is_empty() {
            return octal(&(digits + &third));
        }
    }
    digits
        .parse()
        .map(Escape::Group)
        .map_err(|_| unknown(first))
}

fn octal(digits: &str) -> Result<Escape, PatternError> {
    let number = u8::from_str_radix(digits, 8).map_err(|_| octal_too_large(digits))?;
    Ok(Escape::Character(char::from(number)))
}

fn octal_too_large(digits: &str) -> PatternError {
    invalid(format!("`\\{digits}` is beyond `\\377`"))
}
