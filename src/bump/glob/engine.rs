//! What a pattern of file names is to the engine of regular expressions, which has no look-around.
//!
//! So what depends on where a name begins is marked in the path: the dot of a hidden name, or a name of dots alone.
use super::parse::{Member, Repeat, Set, Token};
use regex::Regex;

/// What a pattern is laid on a path for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Names are matched one by one, and wildcards pass hidden ones over.
    Find,
    /// The path is matched as a whole, and wildcards pass `.` and `..` over.
    LeaveOut,
}

impl Purpose {
    /// Stands in a path for a dot that no wildcard stands for; files have no such character in their names.
    fn mark(self) -> char {
        match self {
            Self::Find => '\0',
            Self::LeaveOut => '\x01',
        }
    }

    /// The path with its dots marked.
    pub(super) fn marked(self, path: &str) -> String {
        let mark = self.mark().to_string();
        let name = |name: &str| match self {
            Self::Find if name.starts_with('.') => name.replacen('.', &mark, 1),
            Self::LeaveOut if matches!(name, "." | "..") => name.replace('.', &mark),
            _ => name.to_owned(),
        };
        path.split('/').map(name).collect::<Vec<_>>().join("/")
    }
}

/// Compiles the levels of a pattern, for paths that are marked for the same purpose.
pub(super) fn compile(levels: &[&[Token]], purpose: Purpose) -> Result<Regex, regex::Error> {
    let mark = purpose.mark();
    let name = format!("[^/{mark}][^/]*");
    let mut writer = Writer {
        purpose,
        text: String::new(),
    };
    for (index, level) in levels.iter().enumerate() {
        let is_last = index + 1 == levels.len();
        if **level == [Token::Star, Token::Star] {
            writer.text.push_str(&format!("(?:{name}/)*"));
            writer.text.push_str(if is_last { &name } else { "" });
        } else {
            writer.tokens(level, true);
            writer.text.push_str(if is_last { "" } else { "/" });
        }
    }
    Regex::new(&format!(r"\A(?s:{})\z", writer.text))
}

struct Writer {
    purpose: Purpose,
    text: String,
}

impl Writer {
    /// Writes tokens; `starts` says whether nothing of the name need come before them, and the answer whether nothing need
    /// come before what follows.
    fn tokens(&mut self, tokens: &[Token], mut starts: bool) -> bool {
        let any = format!("[^/{}]", self.purpose.mark());
        for token in tokens {
            let mut still_starts = false;
            match token {
                Token::Character('.') if starts || self.purpose == Purpose::LeaveOut => {
                    self.text.push_str(&format!("[.{}]", self.purpose.mark()));
                }
                Token::Character(c) => self.text.push_str(&regex::escape(&c.to_string())),
                Token::Any => self.text.push_str(&any),
                Token::Star => self.text.push_str(&format!("{any}*")),
                Token::Set(set) => self.set(set),
                // In a group it is part of one name, and no name has a slash.
                Token::Slash => self.text.push_str("[a&&b]"),
                Token::Group(repeat, choices) => {
                    still_starts = starts && may_be_skipped(*repeat, choices);
                    self.group(*repeat, choices, starts);
                }
            }
            starts = still_starts;
        }
        starts
    }

    fn group(&mut self, repeat: Repeat, choices: &[Vec<Token>], starts: bool) {
        self.text.push_str("(?:");
        for (index, choice) in choices.iter().enumerate() {
            self.text.push_str(if index == 0 { "" } else { "|" });
            self.tokens(choice, starts);
        }
        self.text.push_str(match repeat {
            Repeat::Once => ")",
            Repeat::AtMostOnce => ")?",
            Repeat::AnyTimes => ")*",
            Repeat::AtLeastOnce => ")+",
        });
    }

    fn set(&mut self, set: &Set) {
        let escaped = |c: char| format!(r"\x{{{:X}}}", u32::from(c));
        // An empty set matches nothing, and everything when it is negated.
        self.text
            .push_str(if set.is_negated { "[[^" } else { "[[" });
        self.text
            .push_str(if set.members.is_empty() { "a&&b" } else { "" });
        for member in &set.members {
            self.text.push_str(&match member {
                Member::Range(from, to) => format!("{}-{}", escaped(*from), escaped(*to)),
                Member::Class(class) => format!("[:{class}:]"),
            });
        }
        self.text
            .push_str(&format!("]&&[^/{}]]", self.purpose.mark()));
    }
}

/// Whether what follows a group may still be the dot that a hidden name begins with: the group need not be there, or one of
/// its choices begins with that dot itself.
fn may_be_skipped(repeat: Repeat, choices: &[Vec<Token>]) -> bool {
    matches!(repeat, Repeat::AtMostOnce | Repeat::AnyTimes)
        || choices.iter().any(|choice| begins_with_dot(choice))
}

fn begins_with_dot(tokens: &[Token]) -> bool {
    for token in tokens {
        match token {
            Token::Character('.') => return true,
            Token::Group(repeat, choices) => {
                if choices.iter().any(|choice| begins_with_dot(choice)) {
                    return true;
                }
                if !matches!(repeat, Repeat::AtMostOnce | Repeat::AnyTimes) {
                    return false;
                }
            }
            _ => return false,
        }
    }
    false
}
