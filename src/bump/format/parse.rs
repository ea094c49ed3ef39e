//! Cuts a template into text and placeholders, where Python does.
//!
//! Not a judgement of what a placeholder asks for.
use super::{Field, FormatError, Piece};

/// Reads the pieces of a template.
pub(super) fn pieces(template: &str) -> Result<Vec<Piece>, FormatError> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let brace = if from.starts_with('{') { '{' } else { '}' };
        let behind = from.get(1..).unwrap_or_default();
        if let Some(behind) = behind.strip_prefix(brace) {
            text.push(brace);
            rest = behind;
            continue;
        }
        if brace == '}' || behind.is_empty() {
            return Err(FormatError::Stray {
                brace,
                template: template.to_owned(),
            });
        }
        let (field, end) = field(from).map_err(|reason| FormatError::Broken {
            placeholder: from.to_owned(),
            template: template.to_owned(),
            reason,
        })?;
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Field(field));
        rest = from.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

const UNCLOSED: &str = "is not closed with a `}`";

/// Reads the placeholder that a text begins with, and its length.
fn field(from: &str) -> Result<(Field, usize), &'static str> {
    let inside = from.get(1..).unwrap_or_default();
    let name_end = name_end(inside)?;
    let (name, behind) = inside.split_at(name_end);
    let mut field = Field {
        raw: String::new(),
        name: name.to_owned(),
        conversion: None,
        spec: String::new(),
    };
    let mut at = 1 + name_end + 1;
    let mut next = behind.chars().next();
    if next == Some('!') {
        let mut after = behind.chars().skip(1);
        let conversion = after.next().ok_or(UNCLOSED)?;
        at += conversion.len_utf8() + 1;
        field.conversion = Some(conversion);
        next = after.next();
        if !matches!(next, None | Some(':' | '}')) {
            return Err("goes on after its conversion, where only a `:` may follow");
        }
    }
    if next != Some('}') {
        let spec = from.get(at..).ok_or(UNCLOSED)?;
        let length = spec_length(spec).ok_or(UNCLOSED)?;
        field.spec = spec.get(..length).unwrap_or_default().to_owned();
        at += length + 1;
    }
    field.raw = from.get(..at).unwrap_or_default().to_owned();
    Ok((field, at))
}

/// Where the name ends: before a `}`, `:` or `!` that is not in square brackets.
fn name_end(inside: &str) -> Result<usize, &'static str> {
    let mut bracketed = false;
    for (at, c) in inside.char_indices() {
        match c {
            ']' => bracketed = false,
            _ if bracketed => {}
            '[' => bracketed = true,
            '{' => return Err("has a `{` in its name"),
            '}' | ':' | '!' => return Ok(at),
            _ => {}
        }
    }
    Err(UNCLOSED)
}

/// How long a format is, up to the `}` that closes the placeholder; braces in it come in pairs.
fn spec_length(spec: &str) -> Option<usize> {
    let mut open = 1;
    for (at, c) in spec.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}
