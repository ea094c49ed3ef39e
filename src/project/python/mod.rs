//! Reads what a Python module binds a name such as `__version__` to, without running it.
//!
//! Not an interpreter: what is not one literal is *computed*, and nothing is ever guessed from text in strings or comments.
mod scan;
mod setup;

pub use setup::{setup_has, setup_keyword, setup_version};

use scan::{Kind, Statement, Token};
use std::ops::Range;

/// A string literal: its value and the span between its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The span between the quotes.
    pub span: Range<usize>,
    /// What stands there.
    pub value: String,
}

/// What a module binds a name to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One literal.
    Literal(Literal),
    /// Something that is known only when the module runs.
    Computed {
        /// The statement.
        span: Range<usize>,
        /// What makes it so.
        why: &'static str,
    },
    /// A name of another module.
    Imported {
        /// The statement.
        span: Range<usize>,
        /// The module, with the dots before it.
        module: String,
        /// The name there.
        name: String,
    },
    /// The version of the installed distribution.
    Derived {
        /// The statement.
        span: Range<usize>,
    },
    /// Nothing.
    Absent,
}

/// What a module says about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What static readers see: the first literal at the top level, unless something else replaces it for certain.
    pub answer: Answer,
    /// Literals that are bound to the same name later at the top level; the last one is what the program sees.
    pub again: Vec<Literal>,
}

/// Reads what a module binds `name` to.
pub fn read(bytes: &[u8], name: &str) -> Reading {
    let mut reader = Reader {
        bytes,
        name,
        certain: Vec::new(),
        possible: None,
    };
    // Bodies of classes and functions bind names of their own.
    let mut scope: Option<usize> = None;
    for statement in scan::statements(bytes) {
        if scope.is_some_and(|indent| statement.indent > indent) {
            continue;
        }
        scope = None;
        let first = statement.tokens.first().map(|token| reader.text(token));
        if matches!(first, Some(b"class" | b"def" | b"async" | b"@")) {
            scope = Some(statement.indent);
        } else {
            reader.statement(&statement);
        }
    }
    reader.finish()
}

struct Reader<'b> {
    bytes: &'b [u8],
    name: &'b str,
    /// What is bound at the top level, in order.
    certain: Vec<Answer>,
    /// What is bound under a condition.
    possible: Option<Answer>,
}

impl Reader<'_> {
    fn text(&self, token: &Token) -> &[u8] {
        self.bytes.get(token.span.clone()).unwrap_or_default()
    }

    fn is_name(&self, token: &Token) -> bool {
        token.kind == Kind::Name && self.text(token) == self.name.as_bytes()
    }

    fn statement(&mut self, statement: &Statement) {
        const COMPOUND: [&[u8]; 9] = [
            b"if", b"elif", b"else", b"try", b"except", b"finally", b"with", b"for", b"while",
        ];
        let tokens = statement.tokens.as_slice();
        let compound = tokens
            .first()
            .is_some_and(|token| COMPOUND.contains(&self.text(token)));
        let body = if compound {
            split(self.bytes, tokens, b":")
                .last()
                .copied()
                .unwrap_or_default()
        } else {
            tokens
        };
        let Some(answer) = self.bound(body).or_else(|| self.walrus(tokens)) else {
            return;
        };
        if compound || statement.indent > 0 {
            let known = matches!(self.possible, Some(Answer::Derived { .. }));
            let span = whole(tokens);
            self.possible = match answer {
                _ if known => return,
                Answer::Derived { .. } | Answer::Imported { .. } => Some(answer),
                _ => Some(Answer::Computed {
                    span,
                    why: "it is assigned under a condition",
                }),
            };
        } else {
            self.certain.push(answer);
        }
    }

    /// What a simple statement binds the name to; `None` when it does not.
    fn bound(&self, tokens: &[Token]) -> Option<Answer> {
        if tokens
            .first()
            .is_some_and(|token| self.text(token) == b"from")
        {
            return self.imported(tokens);
        }
        let computed = |why| Answer::Computed {
            span: whole(tokens),
            why,
        };
        if let [first, sign, ..] = tokens
            && self.is_name(first)
            && self.text(sign).len() == 2
            && self.text(sign).ends_with(b"=")
            && !matches!(self.text(sign), b"==" | b"!=" | b"<=" | b">=" | b":=")
        {
            return Some(computed("it is changed after it is assigned"));
        }
        let parts = split(self.bytes, tokens, b"=");
        let (value, targets) = parts.split_last()?;
        let mut found = false;
        for target in targets {
            match target {
                [only] if self.is_name(only) => found = true,
                [first, colon, ..] if self.is_name(first) && self.text(colon) == b":" => {
                    found = true
                }
                many if self.unpacks(many) => {
                    return Some(computed("it is assigned together with other names"));
                }
                _ => {}
            }
        }
        if !found || matches!(value, [only] if self.is_name(only)) {
            return None;
        }
        Some(self.value(value, &whole(tokens)))
    }

    /// Whether a target is a list of names with the name among them.
    fn unpacks(&self, target: &[Token]) -> bool {
        let listed = |token: &Token| {
            token.kind == Kind::Name
                || matches!(self.text(token), b"," | b"(" | b")" | b"[" | b"]" | b"*")
        };
        let indexes = target
            .windows(2)
            .any(|pair| pair[0].kind == Kind::Name && matches!(self.text(&pair[1]), b"(" | b"["));
        !indexes && target.iter().all(listed) && target.iter().any(|token| self.is_name(token))
    }

    fn walrus(&self, tokens: &[Token]) -> Option<Answer> {
        let found = tokens
            .windows(2)
            .any(|pair| self.is_name(&pair[0]) && self.text(&pair[1]) == b":=");
        found.then(|| Answer::Computed {
            span: whole(tokens),
            why: "it is assigned inside an expression",
        })
    }

    fn imported(&self, tokens: &[Token]) -> Option<Answer> {
        let at = tokens
            .iter()
            .position(|token| self.text(token) == b"import")?;
        let module: Vec<u8> = tokens
            .get(1..at)?
            .iter()
            .flat_map(|token| self.text(token).to_vec())
            .collect();
        let mut names = tokens.get(at + 1..)?;
        if let [open, inside @ .., close] = names
            && self.text(open) == b"("
            && self.text(close) == b")"
        {
            names = inside;
        }
        for item in split(self.bytes, names, b",") {
            let source = match item {
                [only] if self.is_name(only) => only,
                [source, _, bound] if self.is_name(bound) => source,
                _ => continue,
            };
            return Some(Answer::Imported {
                span: whole(tokens),
                module: String::from_utf8_lossy(&module).into_owned(),
                name: String::from_utf8_lossy(self.text(source)).into_owned(),
            });
        }
        None
    }

    /// What an expression is worth.
    fn value(&self, mut tokens: &[Token], statement: &Range<usize>) -> Answer {
        while let [open, inside @ .., close] = tokens
            && self.text(open) == b"("
            && self.text(close) == b")"
            && split(self.bytes, inside, b",").len() == 1
            && !inside.is_empty()
            && is_balanced(self.bytes, inside)
        {
            tokens = inside;
        }
        let computed = |why| Answer::Computed {
            span: statement.clone(),
            why,
        };
        let is_text = |token: &Token| matches!(token.kind, Kind::Plain | Kind::Other);
        match tokens {
            [only] if only.kind == Kind::Plain => {
                let value = self.bytes.get(only.inner.clone()).unwrap_or_default();
                Answer::Literal(Literal {
                    span: only.inner.clone(),
                    value: String::from_utf8_lossy(value).into_owned(),
                })
            }
            [only] if only.kind == Kind::Other => {
                computed("it is written with escapes, as bytes or as a formatted string")
            }
            many if !many.is_empty() && many.iter().all(is_text) => {
                computed("it is put together from several literals")
            }
            many if self.asks_metadata(many) => Answer::Derived {
                span: statement.clone(),
            },
            _ => computed("it is an expression"),
        }
    }

    fn asks_metadata(&self, tokens: &[Token]) -> bool {
        let word = |token: &Token| {
            let words: [&[u8]; 3] = [b"metadata", b"importlib_metadata", b"get_distribution"];
            token.kind == Kind::Name && words.contains(&self.text(token))
        };
        let call =
            |pair: &[Token]| self.text(&pair[0]) == b"version" && self.text(&pair[1]) == b"(";
        tokens.iter().any(word) || tokens.windows(2).any(call)
    }

    fn finish(self) -> Reading {
        let literals: Vec<Literal> = self
            .certain
            .iter()
            .filter_map(|answer| match answer {
                Answer::Literal(literal) => Some(literal.clone()),
                _ => None,
            })
            .collect();
        let all = literals.len() == self.certain.len();
        let mut certain = self.certain;
        match certain.pop() {
            None => Reading {
                answer: self.possible.unwrap_or(Answer::Absent),
                again: Vec::new(),
            },
            Some(_) if all => {
                let mut literals = literals.into_iter();
                Reading {
                    answer: literals.next().map_or(Answer::Absent, Answer::Literal),
                    again: literals.collect(),
                }
            }
            Some(last) => Reading {
                answer: last,
                again: Vec::new(),
            },
        }
    }
}

/// The span from the first token to the last.
fn whole(tokens: &[Token]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    }
}

/// Splits at a sign outside brackets.
fn split<'t>(bytes: &[u8], tokens: &'t [Token], sign: &[u8]) -> Vec<&'t [Token]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            if token.kind != Kind::Sign {
                return false;
            }
            match bytes.get(token.span.clone()).unwrap_or_default() {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => depth = depth.saturating_sub(1),
                text => return depth == 0 && text == sign,
            }
            false
        })
        .collect()
}

/// Whether no bracket closes before it opens.
fn is_balanced(bytes: &[u8], tokens: &[Token]) -> bool {
    let mut depth = 0_i64;
    for token in tokens.iter().filter(|token| token.kind == Kind::Sign) {
        match bytes.get(token.span.clone()).unwrap_or_default() {
            b"(" | b"[" | b"{" => depth += 1,
            b")" | b"]" | b"}" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Drops what follows the bracket that closes a call's last argument.
fn strip_closing<'t>(bytes: &[u8], tokens: &'t [Token]) -> &'t [Token] {
    let end = (0..=tokens.len())
        .rev()
        .find(|end| is_balanced(bytes, tokens.get(..*end).unwrap_or_default()));
    tokens.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
