//! Sets of characters, in which Python knows neither sets nor operators.
use super::escape::{Alphabet, Context, Escape, escape};
use super::tokens::{Token, Tokens};
use super::{Feature, PatternError, invalid};

/// A set in our engine's syntax, and what it has that our engine has not.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub(super) text: String,
    pub(super) missing: Option<(Feature, String)>,
}

/// Reads a set behind its bracket.
pub(super) fn set(tokens: &mut Tokens, alphabet: Alphabet) -> Result<Set, PatternError> {
    let unclosed = || invalid("a `[` is not closed");
    let mut set = Set::default();
    set.text.push('[');
    set.text.push_str(if tokens.take('^') { "^" } else { "" });
    let first = tokens.position();
    loop {
        let start = tokens.position();
        let token = tokens.next().ok_or_else(unclosed)?;
        // A bracket that comes first is a character.
        if token == Token::Plain(']') && start > first {
            break;
        }
        let from = set.member(token, start, tokens)?;
        if !tokens.take('-') {
            set.push(from, alphabet);
            continue;
        }
        let end = tokens.position();
        let token = tokens.next().ok_or_else(unclosed)?;
        if token == Token::Plain(']') {
            set.push(from, alphabet);
            set.push(Escape::Character('-'), alphabet);
            break;
        }
        let to = set.member(token, end, tokens)?;
        match (from, to) {
            (Escape::Character(from), Escape::Character(to)) if from <= to => {
                set.text
                    .push_str(&format!("{}-{}", literal(from), literal(to)));
            }
            (Escape::Missing(_), _) | (_, Escape::Missing(_)) => {}
            _ => {
                let range = tokens.text_since(start);
                return Err(invalid(format!("`{range}` is no range of characters")));
            }
        }
    }
    set.text.push(']');
    Ok(set)
}

impl Set {
    fn member(
        &mut self,
        token: Token,
        start: usize,
        tokens: &mut Tokens,
    ) -> Result<Escape, PatternError> {
        let member = match token {
            Token::Plain(c) => Escape::Character(c),
            Token::Escaped(c) => escape(c, tokens, Context::InSet)?,
        };
        if let Escape::Missing(feature) = member {
            let text = tokens.text_since(start);
            self.missing.get_or_insert((feature, text));
        }
        Ok(member)
    }

    fn push(&mut self, member: Escape, alphabet: Alphabet) {
        match member {
            Escape::Character(c) => self.text.push_str(&literal(c)),
            Escape::Class(class) => self.text.push_str(&class.text(alphabet)),
            Escape::Place(_) | Escape::Group(_) | Escape::Missing(_) => {}
        }
    }
}

fn literal(c: char) -> String {
    if c.is_ascii_alphanumeric() {
        c.to_string()
    } else {
        format!(r"\x{{{:X}}}", u32::from(c))
    }
}
