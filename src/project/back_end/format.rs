//! What `str.format` makes of a format string and the groups of a match.
//!
//! Not alignment, conversions or attributes: a field is a name or a number.
use super::Outcome;
use super::pattern::Found;
use std::ops::Range;

/// Fills in the groups, and returns the span of the only group that makes the whole result, else that of the match.
pub(super) fn format(template: &str, found: &Found<'_>) -> Result<(Range<usize>, String), Outcome> {
    let mut value = String::new();
    let mut automatic = 0;
    let mut rest = template.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' | '}' if rest.next_if_eq(&c).is_some() => value.push(c),
            '}' => return Err(Outcome::Fails),
            '{' => {
                let mut field = String::new();
                loop {
                    match rest.next().ok_or(Outcome::Fails)? {
                        '}' => break,
                        c => field.push(c),
                    }
                }
                let (span, text) = group(&field, &mut automatic, found)?;
                if template.len() == field.len() + 2 {
                    return Ok((span, text));
                }
                value.push_str(&text);
            }
            c => value.push(c),
        }
    }
    Ok((found.whole(), value))
}

fn group(
    field: &str,
    automatic: &mut usize,
    found: &Found<'_>,
) -> Result<(Range<usize>, String), Outcome> {
    if field.contains(['!', ':', '.', '[', '{']) {
        return Err(Outcome::Unknown {
            why: "its result asks for more than a group",
        });
    }
    let number = match field.parse::<usize>() {
        _ if field.is_empty() => {
            *automatic += 1;
            Some(*automatic)
        }
        Ok(number) => number.checked_add(1),
        Err(_) => found.number_of(field),
    };
    let number = number.ok_or(Outcome::Fails)?;
    if !found.has(number) {
        return Err(Outcome::Fails);
    }
    // A group that took no part is `None`, which prints as such.
    Ok(found
        .numbered(number)
        .map_or((found.whole(), "None".into()), |(span, text)| {
            (span, text.to_owned())
        }))
}
