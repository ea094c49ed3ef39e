//! The texts that take the place of matches, as Python's `re.sub` reads them.
use super::escape::control;
use super::tokens::{Token, Tokens};
use regex::{Captures, Regex};

/// A text that takes the place of a match.
///
/// `\1`, `\g<1>` and `\g<name>` stand for what a group matched, which is nothing when the group took no part; `\n` and its
/// like for white space, `\012` for a character by its octal number, and `\\` for a backslash. Before anything but an
/// ASCII letter or digit a backslash stands for itself: `\.` is two characters. `&` and `$` mean nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Group(usize),
}

/// Why a text cannot take the place of a match.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplacementError {
    /// It has an escape of no meaning.
    #[error("`{escape}` is no escape")]
    Escape {
        /// The escape.
        escape: String,
    },
    /// It ends within something.
    #[error("`{begun}` is not finished")]
    Unfinished {
        /// What it begins.
        begun: String,
    },
    /// It names a group that the pattern has not.
    #[error("`{reference}` refers to a group that the pattern has not")]
    NoGroup {
        /// The reference.
        reference: String,
    },
}

impl Replacement {
    /// Reads the text that takes the place of what a pattern matches.
    pub fn parse(text: &str, regex: &Regex) -> Result<Self, ReplacementError> {
        let begun = |begun: &str| ReplacementError::Unfinished {
            begun: begun.to_owned(),
        };
        let mut tokens = Tokens::new(text).map_err(|_| begun("\\"))?;
        let mut replacement = Self { pieces: Vec::new() };
        while let Some(token) = tokens.next() {
            let piece = match token {
                Token::Plain(c) => Piece::Text(c.into()),
                Token::Escaped('g') => named(&mut tokens, regex)?,
                Token::Escaped(digit @ '0'..='9') => numbered(digit, &mut tokens, regex)?,
                Token::Escaped(c) => match control(c) {
                    Some(control) => Piece::Text(control.into()),
                    None if c.is_ascii_alphabetic() => {
                        let escape = token.text();
                        return Err(ReplacementError::Escape { escape });
                    }
                    None => Piece::Text(token.text()),
                },
            };
            match (replacement.pieces.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => replacement.pieces.push(piece),
            }
        }
        Ok(replacement)
    }

    /// Writes the text for one match.
    pub fn expand(&self, captures: &Captures<'_>) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Group(number) => {
                let group = captures.get(*number);
                group.map_or_else(String::new, |group| group.as_str().to_owned())
            }
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// Reads what follows `\g`.
fn named(tokens: &mut Tokens, regex: &Regex) -> Result<Piece, ReplacementError> {
    let name = tokens.take('<').then(|| tokens.take_until('>')).flatten();
    let name = name.ok_or_else(|| ReplacementError::Unfinished {
        begun: r"\g".into(),
    })?;
    let reference = format!(r"\g<{name}>");
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return group(name.parse().ok(), reference, regex);
    }
    let mut names = regex.capture_names();
    group(names.position(|own| own == Some(&name)), reference, regex)
}

/// Reads an octal number or the number of a group, whose first digit was just read.
fn numbered(first: char, tokens: &mut Tokens, regex: &Regex) -> Result<Piece, ReplacementError> {
    let is_octal = |c: char| ('0'..='7').contains(&c);
    let mut digits = first.to_string();
    if first == '0' {
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
    let reference = format!(r"\{digits}");
    group(digits.parse().ok(), reference, regex)
}

fn octal(digits: &str) -> Result<Piece, ReplacementError> {
    let number = u8::from_str_radix(digits, 8).map_err(|_| ReplacementError::Escape {
        escape: format!(r"\{digits}"),
    })?;
    Ok(Piece::Text(char::from(number).into()))
}

fn group(
    number: Option<usize>,
    reference: String,
    regex: &Regex,
) -> Result<Piece, ReplacementError> {
    number
        .filter(|number| *number < regex.captures_len())
        .map(Piece::Group)
        .ok_or(ReplacementError::NoGroup { reference })
}
