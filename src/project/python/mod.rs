//! Reads what a Python module binds a name such as `__version__` to, without running it.
//!
//! Not an interpreter: what is not one literal is *computed*, and nothing is ever guessed from text in strings or comments.
mod bind;
mod constant;
mod scan;
mod setup;
mod source;
mod string;

pub(super) use constant::Constant;
pub(super) use setup::{setup_has, setup_keyword, setup_version};

use bind::{Bound, Certainty};
use scan::Token;
use source::{Source, whole};
use std::ops::Range;

/// A string whose value is known without running anything.
///
/// `bytes[span] == value` holds for one literal without escapes, and only there may another value be put in place: the
/// span of any other is its whole expression, quotes and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The span between the quotes, or that of the whole expression.
    pub span: Range<usize>,
    /// What the program sees.
    pub value: String,
}

/// A tuple or list of nothing but strings and whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tuple {
    /// The whole expression.
    pub span: Range<usize>,
    /// What it holds.
    pub parts: Vec<Part>,
}

/// A part of a tuple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number, or the string as a [`Literal`] has it.
    pub span: Range<usize>,
    /// What it is worth.
    pub value: PartValue,
}

/// What a part of a tuple is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartValue {
    /// A whole number.
    Number(u64),
    /// A string.
    Text(String),
}

/// What a module binds a name to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One string.
    Literal(Literal),
    /// A tuple or list.
    Tuple(Tuple),
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
    /// Literals that are bound to the same name later at the top level.
    pub again: Vec<Literal>,
    /// What the running program sees: the last literal at the top level, where nothing can change it afterwards; `None`
    /// where that is not known.
    pub at_run_time: Option<Literal>,
}

/// The value of an assignment at the top level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assigned {
    /// The whole expression.
    pub(super) span: Range<usize>,
    /// What it is worth; `None` when it is no constant.
    pub(super) constant: Option<Constant>,
}

/// Reads what a module binds `name` to.
pub fn read(bytes: &[u8], name: &str) -> Reading {
    let source = Source::new(bytes);
    let statements = scan::statements(bytes);
    let mut certain = Vec::new();
    let mut possible = None;
    let mut at_run_time = None;
    for binding in bind::bindings(source, &statements, name) {
        let span = binding.statement;
        let answer = match binding.bound {
            Bound::Value(tokens) => value(source, tokens, &span),
            Bound::Imported { module, name } => Answer::Imported { span, module, name },
            Bound::Running(why) => Answer::Computed { span, why },
            Bound::Star => {
                at_run_time = None;
                continue;
            }
        };
        at_run_time = match (&answer, binding.certainty) {
            (Answer::Literal(literal), Certainty::Always) => Some(literal.clone()),
            _ => None,
        };
        match binding.certainty {
            Certainty::Always => certain.push(answer),
            Certainty::Perhaps => possible = Some(candidate(possible, answer)),
        }
    }
    if !source.is_readable(&statements) || bind::is_reached(source, &statements, name) {
        at_run_time = None;
    }
    let (answer, again) = settled(certain, possible);
    Reading {
        answer,
        again,
        at_run_time,
    }
}

/// Lists the values that assignments of one name to an expression have at the top level, in order; `None` when Python
/// cannot make tokens of the bytes.
pub(super) fn assigned(bytes: &[u8], name: &str) -> Option<Vec<Assigned>> {
    let source = Source::new(bytes);
    let statements = scan::statements(bytes);
    let bindings = bind::bindings(source, &statements, name);
    source.is_readable(&statements).then(|| {
        let values =
            bindings
                .into_iter()
                .filter_map(|binding| match (binding.bound, binding.certainty) {
                    (Bound::Value(tokens), Certainty::Always) => Some(tokens),
                    _ => None,
                });
        values
            .map(|tokens| Assigned {
                span: whole(tokens),
                constant: constant::constant(&source, tokens),
            })
            .collect()
    })
}

/// What is said of a name that is bound under conditions: an installed distribution's version beats all else.
fn candidate(before: Option<Answer>, answer: Answer) -> Answer {
    match (before, answer) {
        (Some(derived @ Answer::Derived { .. }), _) => derived,
        (_, answer @ (Answer::Derived { .. } | Answer::Imported { .. })) => answer,
        (
            _,
            Answer::Literal(Literal { span, .. })
            | Answer::Tuple(Tuple { span, .. })
            | Answer::Computed { span, .. },
        ) => Answer::Computed {
            span,
            why: "it is assigned under a condition",
        },
        (_, Answer::Absent) => Answer::Absent,
    }
}

/// What static readers see, and the literals after it.
fn settled(mut certain: Vec<Answer>, possible: Option<Answer>) -> (Answer, Vec<Literal>) {
    let literals: Vec<Literal> = certain
        .iter()
        .filter_map(|answer| match answer {
            Answer::Literal(literal) => Some(literal.clone()),
            _ => None,
        })
        .collect();
    let all = literals.len() == certain.len();
    match certain.pop() {
        None => (possible.unwrap_or(Answer::Absent), Vec::new()),
        Some(last) if !all => (last, Vec::new()),
        Some(_) => {
            let mut literals = literals.into_iter();
            let first = literals.next().map_or(Answer::Absent, Answer::Literal);
            (first, literals.collect())
        }
    }
}

/// What an expression is worth.
fn value(source: Source<'_>, tokens: &[Token], statement: &Range<usize>) -> Answer {
    let computed = |why| Answer::Computed {
        span: statement.clone(),
        why,
    };
    match constant::constant(&source, tokens) {
        Some(Constant::Text(literal)) => Answer::Literal(literal),
        Some(Constant::Many(parts)) => match parts.into_iter().map(part).collect() {
            Some(parts) => Answer::Tuple(Tuple {
                span: whole(tokens),
                parts,
            }),
            None => computed("it holds more than strings and whole numbers"),
        },
        Some(Constant::Unknown(why)) => computed(why),
        Some(_) => computed("it is no string"),
        None if asks_metadata(source, tokens) => Answer::Derived {
            span: statement.clone(),
        },
        None => computed("it is an expression"),
    }
}

fn part(constant: Constant) -> Option<Part> {
    let (span, value) = match constant {
        Constant::Text(Literal { span, value }) => (span, PartValue::Text(value)),
        Constant::Number { span, whole, .. } => (span, PartValue::Number(whole?)),
        _ => return None,
    };
    Some(Part { span, value })
}

fn asks_metadata(source: Source<'_>, tokens: &[Token]) -> bool {
    let word = |token| {
        matches!(
            source.text(token),
            b"metadata" | b"importlib_metadata" | b"get_distribution"
        )
    };
    let call = |pair: &[Token]| source.nth(pair, 0) == b"version" && source.nth(pair, 1) == b"(";
    tokens.iter().any(word) || tokens.windows(2).any(call)
}

#[cfg(test)]
mod tests;
