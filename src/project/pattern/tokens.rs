//! The characters of a pattern one by one, an escaped one together with its backslash.
use super::{PatternError, invalid};

/// A character of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Plain(char),
    Escaped(char),
}

impl Token {
    /// As it is written.
    pub(super) fn text(self) -> String {
        match self {
            Self::Plain(c) => c.to_string(),
            Self::Escaped(c) => format!("\\{c}"),
        }
    }
}

/// The tokens of a pattern, and how far they are read.
#[derive(Debug, Clone)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    at: usize,
}

impl Tokens {
    pub(super) fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut tokens = Vec::new();
        let mut characters = pattern.chars();
        while let Some(c) = characters.next() {
            tokens.push(match c {
                '\\' => {
                    let escaped = characters.next();
                    Token::Escaped(
                        escaped.ok_or_else(|| invalid("a `\\` at the end escapes nothing"))?,
                    )
                }
                other => Token::Plain(other),
            });
        }
        Ok(Self { tokens, at: 0 })
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    /// The next character, if it is not escaped.
    pub(super) fn peek_plain(&self) -> Option<char> {
        match self.peek() {
            Some(Token::Plain(c)) => Some(c),
            _ => None,
        }
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// Reads a character if it comes next.
    pub(super) fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(Token::Plain(wanted));
        self.at += usize::from(is_next);
        is_next
    }

    /// Reads plain characters of a kind, and no more than so many.
    pub(super) fn take_while(&mut self, most: usize, is_wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek_plain().filter(|c| is_wanted(*c))
            && taken.chars().count() < most
        {
            taken.push(c);
            self.at += 1;
        }
        taken
    }

    /// Reads up to a character, which is read too; `None` when it does not come.
    pub(super) fn take_until(&mut self, end: char) -> Option<String> {
        let mut taken = String::new();
        loop {
            match self.next()? {
                Token::Plain(c) if c == end => return Some(taken),
                token => taken.push_str(&token.text()),
            }
        }
    }

    /// Where reading stands, to go back to.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn go_back(&mut self, position: usize) {
        self.at = position;
    }

    /// As much of a pattern as was read since a position.
    pub(super) fn text_since(&self, position: usize) -> String {
        let read = self.tokens.get(position..self.at).unwrap_or_default();
        read.iter().map(|token| token.text()).collect()
    }
}
