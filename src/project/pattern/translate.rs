//! Writes a pattern of Python's in the syntax of our engine.
//!
//! Read from left to right as Python's own parser does it, so that what that refuses is refused here. Flags are not
//! handed on but for `i`: each `^`, `$`, `.`, `\w` and blank is written as what it means under the flags where it stands.
use super::escape::{Alphabet, Class, Context, Escape, escape};
use super::tokens::{Token, Tokens};
use super::{Feature, Mode, PatternError, group, invalid, set};

/// Translates a pattern.
pub(super) fn translate(pattern: &str, mode: Mode) -> Result<String, PatternError> {
    let mut translator = Translator {
        tokens: Tokens::new(pattern)?,
        text: String::new(),
        flags: Flags::of(mode),
        open: Vec::new(),
        last: Last::Start,
        groups: Vec::new(),
        conditions: Vec::new(),
        missing: None,
    };
    while let Some(token) = translator.tokens.next() {
        translator.token(token)?;
    }
    translator.finish()
}

/// The flags that hold at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags {
    pub(super) is_multi_line: bool,
    pub(super) dot_is_all: bool,
    pub(super) is_verbose: bool,
    pub(super) alphabet: Alphabet,
}

impl Flags {
    fn of(mode: Mode) -> Self {
        Self {
            is_multi_line: matches!(mode, Mode::MultiLine | Mode::Lines),
            dot_is_all: mode == Mode::Lines,
            is_verbose: mode == Mode::Verbose,
            alphabet: Alphabet::Unicode,
        }
    }
}

/// What a repeat would repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing: it is the beginning of the pattern.
    Start,
    /// Nothing: it is the beginning of a group or a choice.
    Nothing,
    Place,
    Item,
    Repeat,
}

/// A group whose end is still to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// The flags around it.
    pub(super) flags: Flags,
    /// Its number; `None` when it captures nothing.
    pub(super) number: Option<usize>,
    /// How many choices it may still have; `None` when there is no limit.
    pub(super) choices: Option<usize>,
}

/// A group that captures.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) name: Option<String>,
    pub(super) is_closed: bool,
}

pub(super) struct Translator {
    pub(super) tokens: Tokens,
    pub(super) text: String,
    pub(super) flags: Flags,
    pub(super) open: Vec<Open>,
    pub(super) last: Last,
    pub(super) groups: Vec<Group>,
    /// The groups that conditionals ask for.
    pub(super) conditions: Vec<usize>,
    /// What comes first of all that our engine has not; said only when Python can read all of the pattern.
    pub(super) missing: Option<(Feature, String)>,
}

impl Translator {
    fn token(&mut self, token: Token) -> Result<(), PatternError> {
        let c = match token {
            Token::Escaped(c) => return self.escaped(c),
            Token::Plain(c) => c,
        };
        if self.flags.is_verbose && matches!(c, ' ' | '\t'..='\r') {
            return Ok(());
        }
        match c {
            '#' if self.flags.is_verbose => {
                while self
                    .tokens
                    .next()
                    .is_some_and(|token| token != Token::Plain('\n'))
                {}
            }
            '|' => self.choice()?,
            '(' => group::open(self)?,
            ')' => group::close(self)?,
            '*' | '+' | '?' | '{' => self.repeat(c)?,
            '^' => self.place(if self.flags.is_multi_line {
                "(?m:^)"
            } else {
                r"\A"
            }),
            '$' => self.place(if self.flags.is_multi_line {
                "(?m:$)"
            } else {
                r"(?:\n?\z)"
            }),
            '.' => self.item(if self.flags.dot_is_all {
                "(?s:.)"
            } else {
                r"[^\n]"
            }),
            '[' => {
                let set = set::set(&mut self.tokens, self.flags.alphabet)?;
                self.item(&set.text);
                if let Some((feature, text)) = set.missing {
                    self.miss(feature, text);
                }
            }
            literal => self.literal(literal),
        }
        Ok(())
    }

    fn choice(&mut self) -> Result<(), PatternError> {
        if let Some(choices) = self.open.last_mut().and_then(|open| open.choices.as_mut()) {
            *choices = choices
                .checked_sub(1)
                .ok_or_else(|| invalid("a conditional has more than two choices"))?;
        }
        self.text.push('|');
        self.last = Last::Nothing;
        Ok(())
    }

    fn escaped(&mut self, c: char) -> Result<(), PatternError> {
        let start = self.tokens.position() - 1;
        match escape(c, &mut self.tokens, Context::Outside)? {
            Escape::Character(c) => self.literal(c),
            Escape::Class(class) => self.class(class),
            Escape::Place('A') => self.place(r"\A"),
            Escape::Place('Z') => self.place(r"\z"),
            Escape::Place(letter) => self.place(&match self.flags.alphabet {
                Alphabet::Unicode => format!("\\{letter}"),
                Alphabet::Ascii => format!("(?-u:\\{letter})"),
            }),
            Escape::Group(number) => {
                let text = self.tokens.text_since(start);
                group::refer(self, number, &text)?;
            }
            Escape::Missing(feature) => {
                let text = self.tokens.text_since(start);
                self.miss(feature, text);
                self.item("");
            }
        }
        Ok(())
    }

    /// Reads a repeat whose first character was just read. A `{` that begins none is a character.
    fn repeat(&mut self, first: char) -> Result<(), PatternError> {
        let start = self.tokens.position() - 1;
        let repeat = match first {
            '{' => match self.counted()? {
                Some(repeat) => repeat,
                None => {
                    self.tokens.go_back(start + 1);
                    self.literal('{');
                    return Ok(());
                }
            },
            other => other.to_string(),
        };
        let written = self.tokens.text_since(start);
        match self.last {
            Last::Item => {}
            Last::Repeat => {
                return Err(invalid(format!(
                    "`{written}` repeats what is repeated already"
                )));
            }
            Last::Start | Last::Nothing | Last::Place => {
                return Err(invalid(format!("`{written}` has nothing to repeat")));
            }
        }
        self.text.push_str(&repeat);
        if self.tokens.take('?') {
            self.text.push('?');
        } else if self.tokens.take('+') {
            let text = self.tokens.text_since(start);
            self.miss(Feature::PossessiveRepeat, text);
        }
        self.last = Last::Repeat;
        Ok(())
    }

    /// Reads a repeat behind its brace, and writes it; `None` when it is none.
    fn counted(&mut self) -> Result<Option<String>, PatternError> {
        if self.tokens.peek_plain() == Some('}') {
            return Ok(None);
        }
        let is_digit = |c: char| c.is_ascii_digit();
        let least = self.tokens.take_while(usize::MAX, is_digit);
        let has_comma = self.tokens.take(',');
        let most = if has_comma {
            self.tokens.take_while(usize::MAX, is_digit)
        } else {
            least.clone()
        };
        if !self.tokens.take('}') {
            return Ok(None);
        }
        let number = |digits: &str, otherwise: u32| match digits {
            "" => Ok(otherwise),
            digits => digits
                .parse()
                .ok()
                .filter(|number| *number < u32::MAX)
                .ok_or_else(|| invalid(format!("`{digits}` is too often to repeat"))),
        };
        let (from, to) = (number(&least, 0)?, number(&most, u32::MAX)?);
        if to < from {
            return Err(invalid(format!(
                "`{{{least},{most}}}` ends before it begins"
            )));
        }
        Ok(Some(match to {
            u32::MAX => format!("{{{from},}}"),
            to => format!("{{{from},{to}}}"),
        }))
    }

    fn literal(&mut self, c: char) {
        self.item(&regex::escape(&c.to_string()));
    }

    fn class(&mut self, class: Class) {
        self.item(&format!("[{}]", class.text(self.flags.alphabet)));
    }

    pub(super) fn item(&mut self, text: &str) {
        self.text.push_str(text);
        self.last = Last::Item;
    }

    fn place(&mut self, text: &str) {
        self.text.push_str(text);
        self.last = Last::Place;
    }

    pub(super) fn miss(&mut self, feature: Feature, text: String) {
        self.missing.get_or_insert((feature, text));
    }

    fn finish(self) -> Result<String, PatternError> {
        if !self.open.is_empty() {
            return Err(invalid("a `(` is not closed"));
        }
        let unknown = |number: &&usize| **number > self.groups.len();
        if let Some(number) = self.conditions.iter().find(unknown) {
            return Err(invalid(format!("there is no group {number}")));
        }
        match self.missing {
            Some((feature, text)) => Err(PatternError::Unsupported { feature, text }),
            None => Ok(self.text),
        }
    }
}
