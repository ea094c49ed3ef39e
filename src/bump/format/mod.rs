//! Templates as Python's `str.format` fills them in.
//!
//! Not all of Python: a placeholder names one value, so attributes (`{a.b}`), entries (`{a[0]}`) and positions (`{}`) are
//! refused, and so are `!r`, `!a` and placeholders inside of a format.
mod integer;
mod moment;
mod parse;
mod spec;

pub(super) use moment::{Moment, Zone};

use integer::Integer;
use spec::{Kind, Spec};

/// A text with placeholders: `{name}`, `{name!s}`, `{name:format}`; `{{` and `}}` stand for braces.
///
/// Reading it finds only braces that do not match, as Python does; what is wrong with one placeholder is said when it is
/// filled in. So a template can be asked for its labels before anybody knows whether it will be used.
///
/// Source: <https://docs.python.org/3.11/library/string.html#format-string-syntax>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

/// A placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    /// As it is written, with its braces.
    raw: String,
    name: String,
    conversion: Option<char>,
    spec: String,
}

/// What stands for a placeholder, by the way in which it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A part of a version: a number if Python's `int` can read it, else the text itself, whatever its format says.
    Part(String),
    /// A whole number.
    Number(i64),
    /// A time, whose format is that of `strftime`.
    Moment(Moment),
    /// `True` or `False`.
    Truth(bool),
    /// `None`
    Nothing,
}

/// Why a template cannot be read or filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// A brace stands for itself.
    #[error(
        "a single `{brace}` in `{template}` is neither text nor a placeholder; `{brace}{brace}` stands for the brace itself"
    )]
    Stray {
        /// The brace.
        brace: char,
        /// What it stands in.
        template: String,
    },
    /// A placeholder is not closed, or not where its parts end.
    #[error("the placeholder `{placeholder}` in `{template}` {reason}")]
    Broken {
        /// What there is of it.
        placeholder: String,
        /// What it stands in.
        template: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A placeholder is unknown.
    #[error("`{placeholder}` in `{template}` is not a placeholder that is known here")]
    Unknown {
        /// The placeholder.
        placeholder: String,
        /// What it stands in.
        template: String,
    },
    /// Python could write it.
    #[error("`{placeholder}` in `{template}` is not supported: {reason}")]
    Unsupported {
        /// The placeholder.
        placeholder: String,
        /// What it stands in.
        template: String,
        /// What it asks for.
        reason: String,
    },
    /// The format is none for the value.
    #[error("`{placeholder}` in `{template}` cannot be written: {reason}")]
    Format {
        /// The placeholder.
        placeholder: String,
        /// What it stands in.
        template: String,
        /// Why.
        reason: String,
    },
}

/// Why one value cannot be written; the template adds which one.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Python could.
    Unsupported(String),
    /// Python refuses it, too.
    Format(String),
}

impl Template {
    /// Reads a template.
    pub(super) fn parse(text: &str) -> Result<Self, FormatError> {
        let pieces = parse::pieces(text)?;
        Ok(Self {
            text: text.to_owned(),
            pieces,
        })
    }

    /// The names of its placeholders, in order and as often as they are there; those without a name are left out.
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field(field) => Some(field.name.as_str()).filter(|name| !name.is_empty()),
            Piece::Text(_) => None,
        })
    }

    /// Writes the text with all placeholders filled in.
    pub(super) fn fill(
        &self,
        value: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<String, FormatError> {
        self.fill_with(value, &str::to_owned)
    }

    /// Writes the text with all placeholders filled in, each by what is made of its text.
    pub(super) fn fill_with(
        &self,
        value: &dyn Fn(&str) -> Option<Value>,
        made: &dyn Fn(&str) -> String,
    ) -> Result<String, FormatError> {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Field(field) => filled.push_str(&made(&self.write(field, value)?)),
            }
        }
        Ok(filled)
    }

    fn write(
        &self,
        field: &Field,
        value: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<String, FormatError> {
        let (placeholder, template) = (field.raw.clone(), self.text.clone());
        let refused = |refusal| match refusal {
            Refusal::Unsupported(reason) => FormatError::Unsupported {
                placeholder: placeholder.clone(),
                template: template.clone(),
                reason,
            },
            Refusal::Format(reason) => FormatError::Format {
                placeholder: placeholder.clone(),
                template: template.clone(),
                reason,
            },
        };
        check(field).map_err(&refused)?;
        let Some(value) = value(&field.name) else {
            return Err(FormatError::Unknown {
                placeholder,
                template,
            });
        };
        let value = match field.conversion {
            Some(_) => Value::Text(value.plain().map_err(&refused)?),
            None => value,
        };
        value.write(&field.spec).map_err(refused)
    }
}

/// Refuses what only Python can look up.
fn check(field: &Field) -> Result<(), Refusal> {
    let unsupported = |reason: String| Err(Refusal::Unsupported(reason));
    if field.name.bytes().all(|byte| byte.is_ascii_digit()) {
        return unsupported("a value has a name here, not a position".into());
    }
    if let Some(at) = field.name.find(['.', '[']) {
        let rest = field.name.get(at..).unwrap_or_default();
        return unsupported(format!(
            "a value has no attributes or entries such as `{rest}`"
        ));
    }
    match field.conversion {
        None | Some('s') => {}
        Some(conversion @ ('r' | 'a')) => {
            return unsupported(format!("the conversion `!{conversion}` is Python's own"));
        }
        Some(conversion) => {
            return Err(Refusal::Format(format!("`!{conversion}` is no conversion")));
        }
    }
    if field.spec.contains(['{', '}']) {
        return unsupported("a format cannot have placeholders of its own".into());
    }
    Ok(())
}

impl Value {
    /// As Python's `str` writes it.
    fn plain(&self) -> Result<String, Refusal> {
        match self {
            // Python writes what it thinks of the part, in angle brackets.
            Self::Part(_) => Err(Refusal::Unsupported(
                "the conversion `!s` of a version's part is Python's own".into(),
            )),
            other => other.write(""),
        }
    }

    fn write(&self, spec: &str) -> Result<String, Refusal> {
        match self {
            Self::Text(text) => Spec::parse(spec, Kind::Text)?.text(text),
            Self::Part(text) => match Integer::read(text) {
                Some(number) => Spec::parse(spec, Kind::Number)?.number(&number),
                None => Ok(text.clone()),
            },
            Self::Number(number) => Spec::parse(spec, Kind::Number)?.number(&(*number).into()),
            Self::Moment(moment) => moment.write(spec),
            Self::Truth(truth) if spec.is_empty() => {
                Ok(if *truth { "True" } else { "False" }.into())
            }
            Self::Truth(truth) => Self::Number((*truth).into()).write(spec),
            Self::Nothing if spec.is_empty() => Ok("None".into()),
            Self::Nothing => Err(Refusal::Format(format!(
                "`{spec}` is no format for a value that is not there"
            ))),
        }
    }
}

#[cfg(test)]
mod tests;
