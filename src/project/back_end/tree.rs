//! The back-ends that read the syntax tree: setuptools and flit.
//!
//! Not a check of the syntax: where Python would refuse the file, they refuse it too, and that is not noticed here.
use super::Outcome;
use crate::project::python::{Constant, Literal, assigned};

/// Evaluates the first assignment, whatever follows it; a list is joined with dots, all else becomes text.
pub(super) fn setuptools(bytes: &[u8], attribute: &str) -> Outcome {
    let Some(assigned) = assigned(bytes, attribute) else {
        return Outcome::Fails;
    };
    let Some(first) = assigned.into_iter().next() else {
        return Outcome::Runs;
    };
    let value = match first.constant {
        None => return Outcome::Runs,
        Some(Constant::Text(Literal { span, value })) => return Outcome::Reads { value, span },
        Some(Constant::Many(parts)) => {
            let parts: Result<Vec<String>, &str> = parts.into_iter().map(shown).collect();
            parts.map(|parts| parts.join("."))
        }
        // Bytes are a list of numbers.
        Some(Constant::Bytes(bytes)) => {
            let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
            Ok(numbers.join("."))
        }
        Some(other) => shown(other),
    };
    match value {
        Ok(value) => Outcome::Reads {
            value,
            span: first.span,
        },
        Err(why) => Outcome::Unknown { why },
    }
}

/// Takes the first assignment of a constant; one that is empty or zero counts as none, one that is no text is refused.
pub(super) fn flit(bytes: &[u8]) -> Outcome {
    let Some(assigned) = assigned(bytes, "__version__") else {
        return Outcome::Fails;
    };
    for constant in assigned.into_iter().filter_map(|one| one.constant) {
        return match constant {
            Constant::Many(_) => continue,
            Constant::Text(Literal { span, value }) if !value.is_empty() => {
                Outcome::Reads { value, span }
            }
            Constant::Text(_) | Constant::Word("False" | "None") => Outcome::Runs,
            Constant::Bytes(bytes) if bytes.is_empty() => Outcome::Runs,
            Constant::Number { text, .. } if matches!(text.as_str(), "0" | "0.0") => Outcome::Runs,
            Constant::Bytes(_) | Constant::Number { .. } | Constant::Word(_) => Outcome::Fails,
            Constant::Unknown(why) => Outcome::Unknown { why },
        };
    }
    Outcome::Runs
}

/// What `str` makes of a constant.
fn shown(constant: Constant) -> Result<String, &'static str> {
    match constant {
        Constant::Text(literal) => Ok(literal.value),
        Constant::Number { text, .. } => Ok(text),
        Constant::Word(word) => Ok(word.to_owned()),
        Constant::Bytes(_) => Err("it has bytes inside a list"),
        Constant::Many(_) => Err("it has a list inside a list"),
        Constant::Unknown(why) => Err(why),
    }
}
