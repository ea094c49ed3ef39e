//! Reads a pattern of file names into its alternatives.
//!
//! Not what they match. Where brackets or parentheses are not closed they are characters, as everywhere among globs.
use super::GlobError;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Character(char),
    /// `?`
    Any,
    /// `*`
    Star,
    Set(Set),
    Group(Repeat, Vec<Vec<Token>>),
    Slash,
}

/// How often one of a group's choices is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// `@(…)`
    Once,
    /// `?(…)`
    AtMostOnce,
    /// `*(…)`
    AnyTimes,
    /// `+(…)`
    AtLeastOnce,
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) is_negated: bool,
    pub(super) members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member {
    Range(char, char),
    /// A class of ASCII characters, such as `digit`.
    Class(&'static str),
}

const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// Deeper groups are a slip, and each costs a level of our own stack.
const DEEPEST: usize = 50;

/// Reads the alternatives of a pattern.
pub(super) fn alternatives(pattern: &str) -> Result<Vec<Vec<Token>>, GlobError> {
    let mut reader = Reader {
        pattern,
        characters: pattern.chars().collect(),
        at: 0,
        has_groups: true,
    };
    let mut all = vec![Vec::new()];
    while let Some(c) = reader.next() {
        if c == '|' {
            all.push(Vec::new());
            continue;
        }
        let token = reader.token(c, 0)?;
        if let Some(last) = all.last_mut() {
            last.extend(token);
        }
    }
    Ok(all)
}

struct Reader<'p> {
    pattern: &'p str,
    characters: Vec<char>,
    at: usize,
    /// Whether every group so far was closed; after one that is not, there are no more.
    has_groups: bool,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// The token that begins with a character that was just read; `None` for a backslash at the end.
    fn token(&mut self, c: char, depth: usize) -> Result<Option<Token>, GlobError> {
        if matches!(c, '@' | '?' | '*' | '+' | '!')
            && self.has_groups
            && self.peek() == Some('(')
            && let Some(group) = self.group(c, depth)?
        {
            return Ok(Some(group));
        }
        Ok(Some(match c {
            '*' => Token::Star,
            '?' => Token::Any,
            '/' => Token::Slash,
            '\\' => match self.next() {
                Some('/') => Token::Slash,
                Some(escaped) => Token::Character(escaped),
                None => return Ok(None),
            },
            '[' => self.set().map_or(Token::Character('['), Token::Set),
            other => Token::Character(other),
        }))
    }

    /// Reads a group whose parenthesis comes next; `None` when it is not closed.
    fn group(&mut self, kind: char, depth: usize) -> Result<Option<Token>, GlobError> {
        let pattern = self.pattern;
        if depth == DEEPEST {
            let pattern = pattern.to_owned();
            return Err(GlobError::TooLarge { pattern });
        }
        let start = self.at;
        self.at += 1;
        let mut choices = vec![Vec::new()];
        while let Some(c) = self.next() {
            let token = match c {
                ')' => {
                    let repeat = match kind {
                        '@' => Repeat::Once,
                        '?' => Repeat::AtMostOnce,
                        '*' => Repeat::AnyTimes,
                        '+' => Repeat::AtLeastOnce,
                        _ => {
                            let pattern = pattern.to_owned();
                            return Err(GlobError::Inverse { pattern });
                        }
                    };
                    return Ok(Some(Token::Group(repeat, choices)));
                }
                '|' => {
                    choices.push(Vec::new());
                    continue;
                }
                other => self.token(other, depth + 1)?,
            };
            if let Some(last) = choices.last_mut() {
                last.extend(token);
            }
        }
        self.has_groups = false;
        self.at = start;
        Ok(None)
    }

    /// Reads a set behind its bracket; `None` when it is not closed before the next slash.
    fn set(&mut self) -> Option<Set> {
        let start = self.at;
        let set = self.members();
        if set.is_none() {
            self.at = start;
        }
        set
    }

    fn members(&mut self) -> Option<Set> {
        let is_negated = matches!(self.peek(), Some('!' | '^'));
        self.at += usize::from(is_negated);
        let mut members = Vec::new();
        let first = self.at;
        loop {
            let from = match self.next()? {
                ']' if self.at > first + 1 => break,
                '[' if self.class(&mut members) => {
                    // Behind a class, `-` is no range.
                    if self.peek() == Some('-') {
                        self.at += 1;
                        members.push(Member::Range('-', '-'));
                    }
                    continue;
                }
                c => self.member(c)?,
            };
            let ahead = self.characters.get(self.at + 1).copied();
            if self.peek() != Some('-') || ahead == Some(']') {
                members.push(Member::Range(from, from));
                continue;
            }
            self.at += 1;
            let c = self.next()?;
            if c == '[' && self.class(&mut members) {
                members.extend([from, '-'].map(|c| Member::Range(c, c)));
                continue;
            }
            let to = self.member(c)?;
            // A range that runs backwards is left out.
            if from <= to {
                members.push(Member::Range(from, to));
            }
        }
        Some(Set {
            is_negated,
            members,
        })
    }

    /// A character of a set, behind its backslash if it has one.
    fn member(&mut self, c: char) -> Option<char> {
        let c = if c == '\\' { self.next()? } else { c };
        (c != '/').then_some(c)
    }

    /// Reads a class such as `[:digit:]` behind its bracket, if it is one.
    fn class(&mut self, members: &mut Vec<Member>) -> bool {
        let rest: String = self.characters.iter().skip(self.at).take(9).collect();
        let is_here = |class: &&&str| rest.starts_with(&format!(":{class}:]"));
        let Some(class) = CLASSES.iter().find(is_here) else {
            return false;
        };
        self.at += class.len() + 3;
        members.push(Member::Class(class));
        true
    }
}
